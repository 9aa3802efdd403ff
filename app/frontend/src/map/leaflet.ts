// Leaflet is a classic script of its own on the page; this is its global, with types.
import type * as Leaflet from 'leaflet';

declare global {
  interface Window {
    L: typeof Leaflet;
  }
}

export const L = window.L;
