// The outbox: sends what is locked, one visit after the other, until every receipt is here.
// Runs in the page and in the service worker; a lock lets one of them run at a time.
import { utf8 } from './bytes.ts';
import { database, type DeviceRow, type QueueRow, writing } from './database.ts';
import { thisDevice } from './device.ts';
import { ask, passes, troubled } from './line.ts';
import { later, now } from './moments.ts';
import { tell } from './news.ts';
import { photoReceipt, visitReceipt } from './receipts.ts';
import type { Decided, Digest, PhotoReceipt, Receipt, Trouble } from './types.ts';

const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 5 * 60_000;
/** Trouble that every other visit would meet as well: no use in trying them now. */
const OF_THE_LINE: ReadonlySet<Trouble['code']> = new Set(['offline', 'slow', 'redirected', 'not_the_office', 'busy', 'device_unknown']);

/** Trouble of a record of which the office keeps a copy until a person decides. */
const HELD: ReadonlySet<Trouble['code']> = new Set(['visit_refused', 'visit_differs', 'corrected_meanwhile']);

/** Sends what is due; `at_once` doesn't wait for the next try. Resolves when nothing more can be sent now. */
export async function run(language: string, { at_once = false } = {}): Promise<void> {
  await navigator.locks.request('mingcha:outbox', { ifAvailable: true }, async (lock) => {
    const device = await thisDevice();
    if (lock === null || device === null) return;
    try {
      await sendAll(device, language, at_once);
    } finally {
      tell({ about: 'sending', visit: null });
    }
  });
}

/** The number of visits that are locked and not received. */
export async function unsent(): Promise<number> {
  return (await waiting()).length;
}

/** When the next try is due; nothing where nothing waits for one. */
export async function nextTry(): Promise<string | null> {
  const times = (await waiting()).filter((row) => !row.stuck).map((row) => row.next_try_at ?? now());
  return times.sort()[0] ?? null;
}

/** Lets those that the office keeps apart be sent again: it may have decided on them. */
export async function reviveHeld(): Promise<void> {
  for (const row of await waiting()) if (row.stuck && row.trouble !== null && HELD.has(row.trouble.code)) await revive(row.visit);
}

/** Lets a visit that was given up be sent again. */
export async function revive(visit: string): Promise<void> {
  await change(visit, (row) => ({ ...row, stuck: false, tries: 0, next_try_at: null }));
}

export async function waiting(): Promise<QueueRow[]> {
  const rows = await (await database()).getAllFromIndex('queue', 'locked_at');
  return rows.filter((row) => row.received_at === null && row.decided === undefined);
}

/** What still waits, as the office is told it beside a call: how many, and since when. */
export function heldWords(rows: readonly QueueRow[]): string {
  return `waiting=${rows.length}${rows[0] === undefined ? '' : `&oldest=${rows[0].locked_at}`}`;
}

async function sendAll(device: DeviceRow, language: string, atOnce: boolean): Promise<void> {
  const all = await waiting();
  const due = all.filter((row) => !row.stuck && (atOnce || row.next_try_at === null || row.next_try_at <= now()));
  for (const row of due) {
    tell({ about: 'sending', visit: row.visit });
    const trouble = await sendOne(device, language, row, heldWords(all));
    if (trouble === null) continue;
    if (!OF_THE_LINE.has(trouble.code)) await wait(row.visit, trouble);
    else {
      for (const other of await waiting()) if (!other.stuck) await wait(other.visit, trouble);
      return;
    }
  }
  const last = due.at(-1);
  if (last !== undefined) await report(device, language, last.visit);
}

/** Tells the office what is left here now; nothing hangs on its answer. */
async function report(device: DeviceRow, language: string, visit: string): Promise<void> {
  const path = `/tablet/api/visits/${visit}?${heldWords(await waiting())}`;
  await ask(device, language, { method: 'GET', path, body: null });
}

/** Sends one visit with its files; answers what stood in the way, nothing when all of it was received. */
async function sendOne(device: DeviceRow, language: string, row: QueueRow, held: string): Promise<Trouble | null> {
  const refused = row.receipt === null ? await sendManifest(device, language, row, held) : null;
  if (refused !== null && heals(refused)) return refused;
  // a record that the office refused lies there as a copy; its photos belong beside it
  for (const file of row.files) {
    const trouble = row.safe?.includes(file) ? null : await sendFile(device, language, file);
    if (trouble !== null && (refused === null || heals(trouble))) return trouble;
  }
  if (refused?.decided !== undefined) return decide(row.visit, refused.decided, refused);
  if (refused === null) await change(row.visit, (one) => ({ ...one, trouble: null, next_try_at: null, received_at: now() }));
  return refused;
}

/** Whether the same sending may go through later, with nothing changed. */
function heals(trouble: Trouble): boolean {
  return passes(trouble) || OF_THE_LINE.has(trouble.code);
}

/** Notes that a person at the office has decided: the record waits for nothing any more. */
async function decide(visit: string, how: Decided['how'], { said, at }: Trouble): Promise<null> {
  await change(visit, (row) => ({ ...row, decided: { how, said, at }, trouble: null, stuck: false, next_try_at: null }));
  return null;
}

async function sendManifest(device: DeviceRow, language: string, row: QueueRow, held: string): Promise<Trouble | null> {
  const path = `/tablet/api/visits/${row.visit}?${held}`;
  const answer = await ask(device, language, { method: 'PUT', path, body: utf8(row.body), digest: row.digest });
  if (!answer.ok) return answer.trouble;
  const receipt = await visitReceipt(device.server_keys, row, answer.content);
  if (receipt === null) return troubled('receipt_invalid').trouble;
  await change(row.visit, (one) => ({ ...one, receipt, trouble: null }));
  return null;
}

async function sendFile(device: DeviceRow, language: string, digest: Digest): Promise<Trouble | null> {
  const file = await (await database()).get('files', digest);
  if (file === undefined) return troubled('file_missing').trouble;
  if (file.receipt !== null) return keepReceipt(digest, file.receipt);
  const path = `/tablet/api/photos/${digest}`;
  const answer = await ask(device, language, { method: 'PUT', path, body: file.original, digest });
  if (!answer.ok) return answer.trouble;
  const receipt = await photoReceipt(device.server_keys, digest, file.original.size, answer.content);
  if (receipt === null) return troubled('receipt_invalid').trouble;
  return keepReceipt(digest, receipt);
}

/** Keeps a file's receipt, and notes it at every visit that lists the file. */
async function keepReceipt(digest: Digest, receipt: Receipt<PhotoReceipt>): Promise<null> {
  const done = await writing(['files', 'queue']);
  const [files, rows] = [done.objectStore('files'), done.objectStore('queue')];
  const file = await files.get(digest);
  if (file !== undefined) await files.put({ ...file, receipt });
  for (const row of await rows.getAll()) {
    const safe = row.safe ?? [];
    if (row.files.includes(digest) && !safe.includes(digest)) await rows.put({ ...row, safe: [...safe, digest] });
  }
  await done.done;
  tell({ about: 'queue' });
  return null;
}

/** Leaves a visit in the queue with the reason: to be tried again later, or stuck until a person acts. */
async function wait(visit: string, trouble: Trouble): Promise<void> {
  await change(visit, (row) => {
    const pause = Math.min(FIRST_WAIT * 2 ** row.tries, LONGEST_WAIT);
    const stuck = !passes(trouble);
    return { ...row, trouble, stuck, tries: row.tries + 1, next_try_at: stuck ? null : later(now(), pause) };
  });
}

async function change(visit: string, next: (row: QueueRow) => QueueRow): Promise<void> {
  const done = await writing(['queue']);
  const rows = done.objectStore('queue');
  const row = await rows.get(visit);
  if (row !== undefined) await rows.put(next(row));
  await done.done;
  tell({ about: 'queue' });
}
