// The sprites and Leaflet's own classic script, and the list that gives every built file by its plain name.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { SHAPES } from '../src/shapes.ts';
import { listed, path, sprite } from './icons.ts';

const DRAWN = ['mark', ...Object.keys(SHAPES)];

export function stableNames(): Plugin {
  const { all, open } = listed('src/icons.txt');
  return {
    name: 'mingcha-stable-names',
    buildStart() {
      this.addWatchFile(path('src/icons.txt'));
      const leaflet = readFileSync(path('node_modules/leaflet/dist/leaflet.js'), 'utf8').replace(/\/\/# sourceMappingURL.*/, '');
      this.emitFile({ type: 'asset', name: 'leaflet.js', source: leaflet });
      this.emitFile({ type: 'asset', name: 'icons.svg', source: sprite(all) });
      this.emitFile({ type: 'asset', name: 'public-icons.svg', source: sprite(open) });
      this.emitFile({ type: 'asset', name: 'favicon.svg', source: readFileSync(path('src/favicon.svg'), 'utf8') });
    },
    generateBundle(_options, bundle) {
      const files: Record<string, string> = {};
      for (const [file, item] of Object.entries(bundle)) {
        if (item.type === 'chunk') files[item.isEntry ? `${item.name}.js` : file] = file;
        if (item.type === 'asset') for (const name of item.names) files[name] = file;
      }
      const icons = { 'icons.svg': [...DRAWN, ...all], 'public-icons.svg': [...DRAWN, ...open] };
      const listing = JSON.stringify({ files, icons }, null, 1);
      this.emitFile({ type: 'asset', fileName: 'assets.json', source: `${listing}\n` });
    },
  };
}
