// Tabler's outlines and our own shapes: as sprites for the pages, as a module for the tablet.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { MARK, SHAPES } from '../src/shapes.ts';

const MODULE = 'virtual:tablet-icons';
const STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

export const path = (relative: string): string => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/** The names in a list of icons, one a line; `+` in front marks those of the public sprite too. */
export function listed(file: string): { all: string[]; open: string[] } {
  const lines = readFileSync(path(file), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const all = lines.map((line) => line.replace('+', '').trim());
  const open = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1).trim());
  return { all, open };
}

/** What stands inside the `<svg>` of one of Tabler's outlines. */
function body(name: string): string {
  const svg = readFileSync(path(`node_modules/@tabler/icons/icons/outline/${name}.svg`), 'utf8');
  const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  return inner.replace(/<path stroke="none"[^>]*>/g, '').replace(/\s+/g, ' ').trim();
}

function symbol(name: string, attributes: string, inner: string): string {
  return `<symbol id="${name}" viewBox="0 0 24 24" ${attributes}>${inner}</symbol>`;
}

export function sprite(names: string[]): string {
  const shapes = Object.entries(SHAPES).map(([name, inner]) => symbol(name, 'fill="currentColor"', inner));
  const outlines = names.map((name) => symbol(name, STROKE, body(name)));
  return `<svg xmlns="http://www.w3.org/2000/svg">${[symbol('mark', '', MARK), ...shapes, ...outlines].join('')}</svg>\n`;
}

/** Packs the tablet's icons into its script: they are there without a network. */
export function tabletIcons(): Plugin {
  return {
    name: 'mingcha-tablet-icons',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      this.addWatchFile(path('src/tablet/icons.txt'));
      const outlines = Object.fromEntries(listed('src/tablet/icons.txt').all.map((name) => [name, body(name)]));
      return `export const OUTLINES = ${JSON.stringify(outlines)};`;
    },
  };
}
