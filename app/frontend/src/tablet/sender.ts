// When the outbox runs by itself: at the start, when the line comes back, after each lock, and by the clock.
import { sleepUntil } from './moments.ts';
import { listen } from './news.ts';
import { nextTry, revive, run, unsent, waiting } from './outbox.ts';
import { spokenLanguage } from './words.ts';

const SYNC = 'mingcha-outbox';
const SOONEST = 1_000;
const A_WHILE = 5 * 60_000; // another tab may be sending; look again

let wake: ReturnType<typeof setTimeout> | undefined;

/** Sends everything that waits, now. */
async function sendNow(): Promise<void> {
  await run(spokenLanguage(), { at_once: true });
  await plan();
}

/** Lets a visit that was given up be sent again, and sends. */
async function retry(visit: string): Promise<void> {
  await revive(visit);
  await sendNow();
}

/** Sends everything that waits, also what was given up: a person asked for it. */
async function sendAll(): Promise<void> {
  for (const row of await waiting()) if (row.stuck) await revive(row.visit);
  await sendNow();
}

/** Starts the outbox for as long as this tab lives. */
export function startSending(): void {
  addEventListener('online', () => void sendNow());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void sendNow());
  listen((news) => {
    if (news.about === 'locked') void sendNow().then(askForSync);
    if (news.about === 'sending' && news.visit === null) void plan();
  });
  void sendNow().then(askForSync);
}

async function plan(): Promise<void> {
  clearTimeout(wake);
  const next = await nextTry();
  if (next === null) return;
  const pause = Math.min(Math.max(sleepUntil(next), SOONEST), A_WHILE);
  wake = setTimeout(() => void run(spokenLanguage()).then(plan), pause);
}

/** What a person may ask of it. */
export const outbox = { run: sendAll, retry };

interface SyncManager {
  register(tag: string): Promise<void>;
}

/** Asks the browser to wake the service worker when the line is back, where it can do that. */
async function askForSync(): Promise<void> {
  if ((await unsent()) === 0) return;
  const registration = await navigator.serviceWorker?.getRegistration('/tablet/');
  const sync = registration && 'sync' in registration ? (registration.sync as SyncManager) : null;
  await sync?.register(SYNC).catch(() => undefined); // forbidden in some modes; the timer stays
}
