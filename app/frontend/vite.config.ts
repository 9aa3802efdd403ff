// Builds the styles, scripts and icon sprites into app/static/build, with assets.json naming them.
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { path, tabletIcons } from './vite/icons.ts';
import { stableNames } from './vite/names.ts';
import { tabletWords } from './vite/words.ts';
import { tabletWorker } from './vite/worker.ts';

export default defineConfig({
  base: '/static/build/',
  publicDir: false,
  plugins: [vue(), tabletIcons(), tabletWords(), stableNames(), tabletWorker()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: path('../static/build'),
    emptyOutDir: true,
    target: ['chrome90', 'safari14.1', 'firefox90'],
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { eval: false, pluginTimings: false }, // htmx can eval, but its configuration forbids it
      input: {
        theme: path('src/theme.ts'),
        desk: path('src/desk.ts'),
        public: path('src/public.ts'),
        map: path('src/map.ts'),
        leaflet: path('src/leaflet.css'),
        tablet: path('src/tablet.ts'),
      },
      output: {
        entryFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
        chunkFileNames: ({ name }) => (name.includes('words') ? 'words-zh-[hash].js' : '[name]-[hash].js'),
      },
    },
  },
});
