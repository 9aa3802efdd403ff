// A status shape from the sprite; the word stands beside it or in the label.
import type { MapConfig } from './config.ts';

const SVG = 'http://www.w3.org/2000/svg';

export function shapeOf(category: string, config: MapConfig): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('width', '14');
  svg.setAttribute('height', '14');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${config.sprite}#${config.categories[category]?.shape ?? 'dashed-ring'}`);
  svg.append(use);
  return svg;
}
