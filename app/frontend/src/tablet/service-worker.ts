// The tablet's service worker: opens the app without a network, and sends on when the line is back.
// It keeps only what the build made; answers of the office's API never pass through it.
import { clientsClaim } from 'workbox-core';
import type { WorkboxPlugin } from 'workbox-core/types';
import { addPlugins, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { run, unsent } from './outbox.ts';

interface SyncEvent extends Event {
  waitUntil(work: Promise<void>): void;
}

/** What of the worker's own world is used here; the page's types don't know it. */
interface Worker {
  skipWaiting(): Promise<void>;
  addEventListener(type: 'message', hear: (event: MessageEvent<{ type?: string } | null>) => void): void;
  addEventListener(type: 'sync', hear: (event: SyncEvent) => void): void;
}

const worker = self as unknown as Worker;

declare const __KEPT__: PrecacheEntry[];

const SHELL = '/tablet/';
const NO_PAGES = [/^\/tablet\/api\//, /^\/tablet\/sw\.js$/, /^\/tablet\/manifest\.webmanifest$/];
const KEPT = __KEPT__;
const SCRIPTS = KEPT.map((entry) => entry.url).filter((url) => /\/tablet-[^/]*\.(js|css)$/.test(url));

/** Refuses a shell that isn't the one this worker was built with: a sign-in page, a hotspot's, a newer app's.
 *  The installation then fails as a whole, and the app that is here stays. */
const onlyOurs: WorkboxPlugin = {
  cacheWillUpdate: async ({ request, response }) => {
    if (!response.ok || response.redirected) return null;
    if (new URL(request.url).pathname !== SHELL) return forEverybody(response);
    const text = await response.clone().text();
    return SCRIPTS.every((url) => text.includes(url)) ? forEverybody(response) : null;
  },
};

/** The same without `Vary`: a browser that changes its language must still find what it kept. */
function forEverybody(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete('Vary');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

addPlugins([onlyOurs]);
precacheAndRoute(KEPT);
registerRoute(new NavigationRoute(createHandlerBoundToURL(SHELL), { allowlist: [/^\/tablet\//], denylist: NO_PAGES }));
clientsClaim();

worker.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void worker.skipWaiting();
});
worker.addEventListener('sync', (event) => event.waitUntil(sendOn()));

/** Sends what waits; throws while something is left, so that the browser wakes the worker again. */
async function sendOn(): Promise<void> {
  await run(navigator.language, { at_once: true });
  const left = await unsent();
  if (left > 0) throw new Error(`${left} visits wait to be sent`);
}
