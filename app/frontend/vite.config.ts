// Builds the styles, scripts and icon sprites into app/static/build, with assets.json naming them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { MARK, SHAPES } from './src/shapes.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

function symbol(name: string, attributes: string, body: string): string {
  return `<symbol id="${name}" viewBox="0 0 24 24" ${attributes}>${body}</symbol>`;
}

function outline(name: string): string {
  const svg = readFileSync(path(`node_modules/@tabler/icons/icons/outline/${name}.svg`), 'utf8');
  const body = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  const stroke = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return symbol(name, stroke, body.replace(/<path stroke="none"[^>]*>/g, '').replace(/\s+/g, ' ').trim());
}

function sprite(names: string[]): string {
  const shapes = Object.entries(SHAPES).map(([name, body]) => symbol(name, 'fill="currentColor"', body));
  const symbols = [symbol('mark', '', MARK), ...shapes, ...names.map(outline)];
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}

/** Emits the sprites and Leaflet's own classic script, and lists every file under its plain name. */
function stableNames(): Plugin {
  const lines = readFileSync(path('src/icons.txt'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const all = lines.map((line) => line.replace('+', '').trim());
  const open = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1).trim());
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
        if (item.type === 'chunk' && item.isEntry) files[`${item.name}.js`] = file;
        if (item.type === 'asset') for (const name of item.names) files[name] = file;
      }
      const drawn = ['mark', ...Object.keys(SHAPES)];
      const icons = { 'icons.svg': [...drawn, ...all], 'public-icons.svg': [...drawn, ...open] };
      const listing = JSON.stringify({ files, icons }, null, 1);
      this.emitFile({ type: 'asset', fileName: 'assets.json', source: `${listing}\n` });
    },
  };
}

export default defineConfig({
  base: '/static/build/',
  publicDir: false,
  plugins: [stableNames()],
  build: {
    outDir: path('../static/build'),
    emptyOutDir: true,
    target: ['chrome90', 'safari14.1', 'firefox90'],
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { eval: false }, // htmx can, but its configuration forbids it
      input: {
        theme: path('src/theme.ts'),
        desk: path('src/desk.ts'),
        public: path('src/public.ts'),
        map: path('src/map.ts'),
        leaflet: path('src/leaflet.css'),
      },
      output: { entryFileNames: '[name]-[hash].js', assetFileNames: '[name]-[hash][extname]' },
    },
  },
});
