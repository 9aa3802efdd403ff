// The tablet's service worker, built after everything that it keeps: one classic script, tablet-sw.js.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { build, type Plugin, type Rolldown } from 'vite';
import { path } from './icons.ts';

const SHELL = '/tablet/';
const TEMPLATES = '../templates/tablet';
const BESIDE = ['theme.js', 'favicon.svg'];

interface Kept {
  url: string;
  revision: string | null;
  integrity?: string;
}

/** The files that the app needs to open: its entry, what that loads now or later, and their styles. */
function needed(bundle: Rolldown.OutputBundle): string[] {
  const found = new Set<string>();
  const take = (file: string): void => {
    const item = bundle[file];
    if (item === undefined || found.has(file)) return;
    found.add(file);
    if (item.type !== 'chunk') return;
    for (const next of [...item.imports, ...item.dynamicImports]) take(next);
    for (const next of [...(item.viteMetadata?.importedCss ?? []), ...(item.viteMetadata?.importedAssets ?? [])]) take(next);
  };
  for (const [file, item] of Object.entries(bundle)) {
    if (item.type === 'chunk' && item.isEntry && item.name === 'tablet') take(file);
    const plain = item.type === 'asset' ? item.names : [`${item.name}.js`];
    if (plain.some((name) => BESIDE.includes(name))) take(file);
  }
  return [...found].sort();
}

/** Each file with the digest that its bytes must have: a hotspot's page under its address is refused. */
function kept(base: string, bundle: Rolldown.OutputBundle): Kept[] {
  const files = needed(bundle).map((file) => {
    const item = bundle[file] as Rolldown.OutputAsset | Rolldown.OutputChunk;
    const bytes = item.type === 'asset' ? item.source : item.code;
    const integrity = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
    return { url: base + file, revision: null, integrity };
  });
  return [...files, { url: SHELL, revision: shellRevision(files) }];
}

/** Changes whenever the shell does: it is a template that names the built files. */
function shellRevision(files: Kept[]): string {
  const digest = createHash('sha256').update(JSON.stringify(files));
  const folder = path(TEMPLATES);
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) digest.update(readFileSync(`${folder}/${name}`));
  return digest.digest('hex').slice(0, 16);
}

export function tabletWorker(): Plugin {
  let base = '/';
  let target: string[] = [];
  return {
    name: 'mingcha-tablet-worker',
    configResolved(config) {
      base = config.base;
      target = [config.build.target].flat().filter((one) => typeof one === 'string');
    },
    async writeBundle(options, bundle) {
      const define = { __KEPT__: JSON.stringify(kept(base, bundle)), 'process.env.NODE_ENV': '"production"' };
      const input = path('src/tablet/service-worker.ts');
      await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define,
        build: {
          outDir: options.dir as string,
          emptyOutDir: false,
          target,
          reportCompressedSize: false,
          rolldownOptions: { input, output: { format: 'iife', entryFileNames: 'tablet-sw.js', codeSplitting: false } },
        },
      });
    },
  };
}
