// The queue as the screens see it: each locked visit in one of four states, never two at once.
import { database, type QueueRow } from './database.ts';
import type { QueueItem, SendState } from './types.ts';

/** The whole queue in the order of locking. `sending` is the visit that some tab is sending now. */
export async function queueItems(sending: string | null): Promise<QueueItem[]> {
  const rows = await (await database()).getAllFromIndex('queue', 'locked_at');
  return rows.map((row) => itemOf(row, sending));
}

export function itemOf(row: QueueRow, sending: string | null): QueueItem {
  const { visit, site, sweep, title, result, sequence, digest, locked_at, amends, files } = row;
  const photosSafe = row.received_at === null ? (row.safe ?? []).length : files.length;
  return {
    visit, site, sweep, title, result, sequence, digest, locked_at, amends, photos_safe: photosSafe, photos_all: files.length, state: stateOf(row, photosSafe, sending),
  };
}

function stateOf(row: QueueRow, photosSafe: number, sending: string | null): SendState {
  const all = row.files.length;
  if (row.receipt !== null && row.received_at !== null) {
    return { kind: 'received', number: row.receipt.receipt.number, at: row.received_at, photos_all: all };
  }
  if (sending === row.visit) return { kind: 'sending', photos_safe: photosSafe, photos_all: all };
  if (row.stuck && row.trouble !== null) return { kind: 'stuck', trouble: row.trouble, photos_safe: photosSafe, photos_all: all };
  return { kind: 'saved', trouble: row.trouble, next_try_at: row.next_try_at };
}
