// Districts: shaded by their measure, named where the name has room.
import { L } from './leaflet.ts';
import type { District, MapConfig } from './config.ts';
import type { Feature } from 'geojson';
import type { GeoJSON, Map as LeafletMap, Marker, Polygon } from 'leaflet';

const NAMES_WITH_VALUES_UNTIL = 9.5;
const ROOM_FOR_TWO_LINES = 18;
const ROOM_FOR_THE_NAME = 17;

interface Named {
  marker: Marker;
  district: District;
}

/** Puts the shade of each district on its outline and its name where it has most room. */
export function dressDistricts(map: LeafletMap, layer: GeoJSON, config: MapConfig): void {
  const known = new Map(config.districts.map((district) => [district.code, district]));
  const named: Named[] = [];
  map.createPane('names').style.zIndex = '450'; // above the outlines, below the places
  layer.eachLayer((each) => {
    const outline = each as Polygon & { feature?: Feature };
    const district = known.get(String(outline.feature?.properties?.code));
    outline.getElement()?.classList.add('map-district', `map-shade-${district?.shade ?? 0}`);
    outline.on('click', () => map.fitBounds(outline.getBounds()));
    if (district) named.push({ marker: label(map, district), district });
  });
  const place = (): void => {
    named.forEach((each) => reveal(map, each));
    map.getContainer().classList.toggle('map-far', map.getZoom() < NAMES_WITH_VALUES_UNTIL);
  };
  map.on('zoomend', place);
  place();
}

function label(map: LeafletMap, district: District): Marker {
  const words = document.createElement('span');
  words.className = `map-name map-on-${district.shade}`;
  const name = document.createElement('b');
  name.textContent = district.name;
  if (district.chinese) name.lang = 'zh';
  const value = document.createElement('span');
  value.textContent = district.value;
  words.append(name, value);
  const icon = L.divIcon({ className: 'map-label', html: words, iconSize: [0, 0] });
  const [lng, lat] = district.label;
  return L.marker([lat, lng], { icon, interactive: false, keyboard: false, pane: 'names' }).addTo(map);
}

function reveal(map: LeafletMap, { marker, district }: Named): void {
  const [lng, lat, degrees] = district.label;
  const across = map.latLngToLayerPoint([lat, lng + degrees]).x - map.latLngToLayerPoint([lat, lng]).x;
  const needed = map.getZoom() < NAMES_WITH_VALUES_UNTIL ? ROOM_FOR_TWO_LINES : ROOM_FOR_THE_NAME;
  marker.getElement()?.toggleAttribute('hidden', across < needed);
}
