// Two views to jump to: the whole area, and its crowded middle from closer.
import { L } from './leaflet.ts';
import type { Box, MapConfig } from './config.ts';
import type { FitBoundsOptions, LatLngBoundsLiteral, Map as LeafletMap } from 'leaflet';

export function boundsOf([west, south, east, north]: Box): LatLngBoundsLiteral {
  return [[south, west], [north, east]];
}

/** Leaves room for the buttons above and the notice below, where the whole area is shown. */
export function roomFor(config: MapConfig): FitBoundsOptions {
  return config.centre ? { paddingTopLeft: [0, 44], paddingBottomRight: [0, 44] } : {};
}

export function addViews(map: LeafletMap, config: MapConfig): void {
  const { centre } = config;
  if (!centre) return;
  const control = new L.Control({ position: 'topright' });
  control.onAdd = () => {
    const group = document.createElement('div');
    group.className = 'map-views';
    group.append(
      jump(config.words.whole, () => map.fitBounds(boundsOf(config.box), roomFor(config))),
      jump(config.words.centre, () => map.fitBounds(boundsOf(centre))),
    );
    L.DomEvent.disableClickPropagation(group);
    return group;
  };
  control.addTo(map);
}

function jump(word: string, go: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = word;
  button.addEventListener('click', go);
  return button;
}
