// Two views to jump to: the whole area, and its crowded middle from closer.
import { L } from './leaflet.ts';
import type { Box, MapConfig } from './config.ts';
import type { LatLngBoundsLiteral, Map as LeafletMap } from 'leaflet';

/** From here on single institutions are worth showing; farther away the districts are the picture. */
export const PLACES_FROM = 9.5;

export function boundsOf([west, south, east, north]: Box): LatLngBoundsLiteral {
  return [[south, west], [north, east]];
}

export function addViews(map: LeafletMap, config: MapConfig): void {
  const { centre } = config;
  if (!centre) return;
  const control = new L.Control({ position: 'topright' });
  control.onAdd = () => {
    const group = document.createElement('div');
    group.className = 'map-views';
    group.append(jump(map, config.words.whole, config.box), jump(map, config.words.centre, centre));
    L.DomEvent.disableClickPropagation(group);
    return group;
  };
  control.addTo(map);
}

function jump(map: LeafletMap, word: string, box: Box): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = word;
  button.addEventListener('click', () => map.fitBounds(boundsOf(box)));
  return button;
}
