// Districts: shaded by their measure, named where the name has room.
import { L } from './leaflet.ts';
import { PLACES_FROM } from './views.ts';
import type { District, MapConfig } from './config.ts';
import type { Feature } from 'geojson';
import type { GeoJSON, LatLng, Map as LeafletMap, Marker, Path, Polygon } from 'leaflet';

const ROOM_ACROSS = 64;
const ROOM_DOWN = 44;

interface Named {
  marker: Marker;
  outline: Polygon;
}

/** Puts the shade of each district on its outline and its name in the middle. */
export function dressDistricts(map: LeafletMap, layer: GeoJSON, config: MapConfig): void {
  const known = new Map(config.districts.map((district) => [district.code, district]));
  const named: Named[] = [];
  map.createPane('names').style.zIndex = '450'; // above the outlines, below the places
  layer.eachLayer((each) => {
    const outline = each as Polygon & { feature?: Feature };
    const district = known.get(String(outline.feature?.properties?.code));
    dress(outline, district);
    outline.on('click', () => map.fitBounds(outline.getBounds()));
    if (district) named.push({ marker: label(map, district, outline), outline });
  });
  const place = (): void => {
    named.forEach((each) => reveal(map, each));
    map.getContainer().classList.toggle('map-far', map.getZoom() < PLACES_FROM);
  };
  map.on('zoomend', place);
  place();
}

function dress(outline: Path, district: District | undefined): void {
  outline.getElement()?.classList.add('map-district', `map-shade-${district?.shade ?? 0}`);
}

function label(map: LeafletMap, district: District, outline: Polygon): Marker {
  const words = document.createElement('span');
  words.className = `map-name map-on-${district.shade}`;
  const name = document.createElement('b');
  name.textContent = district.name;
  if (district.chinese) name.lang = 'zh';
  const value = document.createElement('span');
  value.textContent = district.value;
  words.append(name, value);
  const icon = L.divIcon({ className: 'map-label', html: words, iconSize: [0, 0] });
  return L.marker(middle(map, outline), { icon, interactive: false, keyboard: false, pane: 'names' }).addTo(map);
}

/** Leaflet's own centre lies inside the largest ring of most shapes. */
function middle(map: LeafletMap, outline: Polygon): LatLng {
  const centre = outline.getCenter();
  return map.wrapLatLng(centre);
}

function reveal(map: LeafletMap, { marker, outline }: Named): void {
  const bounds = outline.getBounds();
  const far = map.getZoom() < PLACES_FROM;
  const size = map.latLngToLayerPoint(bounds.getSouthEast()).subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
  marker.getElement()?.toggleAttribute('hidden', size.x < ROOM_ACROSS || (far && size.y < ROOM_DOWN));
}
