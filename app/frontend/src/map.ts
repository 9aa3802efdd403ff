// The live part of every map: shades, names, places from the server, popups. Leaflet is global `L`.
import './map.css';
import { configOf } from './map/config.ts';
import { L } from './map/leaflet.ts';
import { addViews, boundsOf, roomFor } from './map/views.ts';
import { dressDistricts } from './map/districts.ts';
import { showPlaces } from './map/places.ts';
import type { GeoJSON, Map as LeafletMap } from 'leaflet';

declare global {
  interface Window {
    mingchaMap: (map: LeafletMap, layers: { districts: GeoJSON }) => void;
  }
}

/** Called by the script that folium rendered, with the map and its layer of districts. */
window.mingchaMap = (map, { districts }) => {
  const config = configOf(map.getContainer());
  map.getContainer().setAttribute('role', 'region');
  map.getContainer().setAttribute('aria-label', config.words.map);
  L.control.zoom({ zoomInTitle: config.words.zoom_in, zoomOutTitle: config.words.zoom_out }).addTo(map);
  addViews(map, config);
  map.fitBounds(boundsOf(config.box), { animate: false, ...roomFor(config) });
  dressDistricts(map, districts, config);
  showPlaces(map, config);
};
