// Room on the tablet: kept for good if the browser allows it, and emptied of what the office has had for a week.
import { writing } from './database.ts';
import { later, now } from './moments.ts';
import { tell } from './news.ts';
import type { StorageState } from './types.ts';

const A_WEEK = 7 * 24 * 3_600_000;
const A_DAY = 24 * 3_600_000;

/** What the browser says of the room, and whether it may clear it when the disk is full. */
export async function storageState(): Promise<StorageState> {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return { persistent: (await navigator.storage?.persisted?.()) ?? null, used: usage, quota };
}

/** Asks the browser never to clear the store by itself. */
export async function askToKeep(): Promise<StorageState> {
  await navigator.storage?.persist?.();
  return storageState();
}

/** Removes visits a week after their last receipt was verified, with the files that nothing else needs. */
export async function removeOld(): Promise<void> {
  const [weekAgo, yesterday] = [later(now(), -A_WEEK), later(now(), -A_DAY)];
  const change = await writing(['queue', 'drafts', 'files']);
  const [queue, drafts, files] = [change.objectStore('queue'), change.objectStore('drafts'), change.objectStore('files')];
  const needed = new Set((await drafts.getAll()).flatMap((draft) => draft.photos.map((photo) => photo.sha256)));
  for (const row of await queue.getAll()) {
    if (row.received_at !== null && row.received_at < weekAgo) await queue.delete(row.visit);
    else for (const file of row.files) needed.add(file);
  }
  // a photo shot this moment is stored just before its draft names it
  let cursor = await files.openCursor();
  while (cursor !== null) {
    if (!needed.has(cursor.key) && cursor.value.stored_at < yesterday) await cursor.delete();
    cursor = await cursor.continue();
  }
  await change.done;
  tell({ about: 'queue' });
}
