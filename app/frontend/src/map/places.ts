// Places and clusters: asked from the server for what the map shows, drawn as buttons.
import { L } from './leaflet.ts';
import { boundsOf } from './views.ts';
import { contentOf } from './popup.ts';
import { shapeOf } from './shape.ts';
import type { Box, MapConfig } from './config.ts';
import type { FeatureCollection, Point } from 'geojson';
import type { LayerGroup, Map as LeafletMap, Marker } from 'leaflet';

export interface Member {
  id: string;
  name: string;
  address: string;
  category: string;
  href: string;
  /** One more line, in the page's language. */
  note?: string;
}

export interface PlaceProperties extends Partial<Member> {
  count: number;
  categories: Record<string, number>;
  box?: Box;
  members?: Member[];
}

type Places = FeatureCollection<Point, PlaceProperties>;

const PAUSE = 120;
const CLOSEST = 17;

/** Keeps the places on the map in step with what it shows; an answer that comes too late is dropped. */
export function showPlaces(map: LeafletMap, config: MapConfig): void {
  if (!config.places) return;
  const group = L.layerGroup().addTo(map);
  const status = notice(map);
  let waiting: number | undefined;
  let running: AbortController | undefined;

  async function load(): Promise<void> {
    running?.abort();
    if (map.getZoom() < config.places_from) {
      group.clearLayers();
      status.textContent = config.words.nearer;
      map.getContainer().toggleAttribute('data-ready', true);
      return;
    }
    running = new AbortController();
    const { signal } = running;
    try {
      const answer = await fetch(addressFor(map, config), { signal, headers: { Accept: 'application/geo+json' } });
      if (!answer.ok) throw new Error(String(answer.status));
      draw(map, group, (await answer.json()) as Places, config);
      status.textContent = '';
    } catch (error) {
      if (!signal.aborted) status.textContent = config.words.failed;
    }
    map.getContainer().toggleAttribute('data-ready', !signal.aborted);
  }

  map.on('moveend', () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void load(), PAUSE);
  });
  void load();
}

function addressFor(map: LeafletMap, config: MapConfig): string {
  const url = new URL(config.places, location.href);
  const box = map.getBounds();
  const edges = [
    Math.max(-180, box.getWest()), Math.max(-90, box.getSouth()),
    Math.min(180, box.getEast()), Math.min(90, box.getNorth()),
  ];
  url.searchParams.set('bbox', edges.map((edge) => edge.toFixed(5)).join(','));
  url.searchParams.set('zoom', String(Math.round(map.getZoom())));
  return url.href;
}

function notice(map: LeafletMap): HTMLElement {
  const control = new L.Control({ position: 'bottomleft' });
  const element = document.createElement('div');
  element.className = 'map-notice';
  element.setAttribute('role', 'status');
  control.onAdd = () => element;
  control.addTo(map);
  return element;
}

function draw(map: LeafletMap, group: LayerGroup, places: Places, config: MapConfig): void {
  group.clearLayers();
  for (const feature of places.features) {
    const [lng, lat] = feature.geometry.coordinates as [number, number];
    const found = feature.properties;
    const marker = found.count === 1 ? single(found, [lat, lng], config) : cluster(found, [lat, lng], config);
    marker.addTo(group);
    const element = marker.getElement();
    element?.setAttribute('aria-label', spoken(found, config));
    element?.setAttribute('role', 'button');
    if (found.count === 1) element?.setAttribute('lang', 'zh'); // its label is the institution's name
    marker.on('click', () => open(map, marker, found, config));
    marker.on('keydown', (event) => {
      if (!['Enter', ' '].includes(event.originalEvent.key)) return;
      event.originalEvent.preventDefault();
      open(map, marker, found, config);
    });
  }
}

function single(found: PlaceProperties, at: [number, number], config: MapConfig): Marker {
  const category = Object.keys(found.categories)[0] ?? '';
  const pin = document.createElement('span');
  pin.className = `map-pin map-is-${category}`;
  pin.append(shapeOf(category, config));
  return L.marker(at, { icon: L.divIcon({ className: 'map-place', html: pin, iconSize: [30, 30] }) });
}

function cluster(found: PlaceProperties, at: [number, number], config: MapConfig): Marker {
  const size = found.count < 10 ? 34 : found.count < 100 ? 42 : 52;
  const disc = document.createElement('span');
  disc.className = 'map-cluster';
  const number = document.createElement('b');
  number.textContent = found.count.toLocaleString('en');
  disc.append(number);
  const marked = found.categories[config.marked];
  if (!marked) disc.classList.add('map-without');
  if (marked === found.count) disc.classList.add('map-whole');
  if (marked) {
    const mark = document.createElement('span');
    mark.className = `map-marked map-is-${config.marked}`;
    mark.append(shapeOf(config.marked, config), marked.toLocaleString('en'));
    disc.append(mark);
  }
  return L.marker(at, { icon: L.divIcon({ className: `map-place map-size-${size}`, html: disc, iconSize: [size, size] }) });
}

function spoken(found: PlaceProperties, config: MapConfig): string {
  const comma = document.documentElement.lang.startsWith('zh') ? '，' : ', ';
  if (found.count === 1) return `${found.name ?? ''}${comma}${wordFor(Object.keys(found.categories)[0], config)}`;
  const parts = Object.entries(found.categories).map(([name, number]) => `${wordFor(name, config)} ${number}`);
  return [config.words.cluster.replace('{n}', String(found.count)), ...parts].join(comma);
}

function wordFor(category: string | undefined, config: MapConfig): string {
  return config.categories[category ?? '']?.word ?? '';
}

function open(map: LeafletMap, marker: Marker, found: PlaceProperties, config: MapConfig): void {
  if (found.box && !found.members) {
    map.fitBounds(boundsOf(found.box), { padding: [40, 40], maxZoom: Math.min(CLOSEST + 1, map.getMaxZoom()) });
    return;
  }
  const popup = L.popup({ minWidth: 220, maxWidth: 300, autoPanPadding: [16, 16] });
  popup.setLatLng(marker.getLatLng()).setContent(contentOf(found, config)).openOn(map);
  popup.getElement()?.querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', config.words.close);
  popup.getElement()?.querySelector<HTMLElement>('a[href]')?.focus({ preventScroll: true });
}
