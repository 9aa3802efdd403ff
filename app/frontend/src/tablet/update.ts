// The service worker: the app opens without a network, and a new version waits until somebody takes it.
import { readonly, ref } from 'vue';

const ready = ref(false);
let registration: ServiceWorkerRegistration | null = null;
let taken = false;

/** Registers the worker and looks for a newer app; a browser without one simply needs the network to open. */
export async function startWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => taken && location.reload());
  try {
    registration = await navigator.serviceWorker.register('/tablet/sw.js', { scope: '/tablet/', updateViaCache: 'none' });
  } catch {
    return; // no network, or an answer that is no script: what is installed stays
  }
  look(registration);
  registration.addEventListener('updatefound', () => registration && look(registration));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration?.update().catch(() => undefined);
  });
}

/** Says whether the app itself lies here by now, so that it opens without a network; waits for it a while. */
export function opensOffline(patience = 30_000): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return Promise.resolve(false);
  const enough = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patience));
  return Promise.race([navigator.serviceWorker.ready.then(() => true), enough]);
}

function look(found: ServiceWorkerRegistration): void {
  const offered = (): void => {
    // the first worker of a browser is no update
    ready.value = found.waiting !== null && navigator.serviceWorker.controller !== null;
  };
  found.installing?.addEventListener('statechange', offered);
  offered();
}

/** `ready` once a newer app lies here; `apply` takes it and opens the page anew. */
export function useUpdate() {
  const apply = (): void => {
    taken = true;
    registration?.waiting?.postMessage({ type: 'SKIP_WAITING' });
  };
  return { ready: readonly(ready), apply };
}
