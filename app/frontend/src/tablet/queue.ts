// The queue as the screens see it: each locked visit in one of five states, never two at once.
import { database, type QueueRow } from './database.ts';
import type { Digest, QueueItem, SendState } from './types.ts';

/** The whole queue in the order of locking. `sending` is the visit that some tab is sending now. */
export async function queueItems(sending: string | null): Promise<QueueItem[]> {
  const rows = await (await database()).getAllFromIndex('queue', 'locked_at');
  return rows.map((row) => itemOf(row, sending));
}

export function itemOf(row: QueueRow, sending: string | null): QueueItem {
  const { visit, site, sweep, title, result, sequence, digest, locked_at, amends } = row;
  const isPhoto = (file: Digest): boolean => row.drawn?.includes(file) !== true;
  const all = row.files.filter(isPhoto).length;
  const safe = row.received_at === null ? (row.safe ?? []).filter(isPhoto).length : all;
  return { visit, site, sweep, title, result, sequence, digest, locked_at, amends, photos_safe: safe, photos_all: all, state: stateOf(row, { safe, all }, sending) };
}

/** Whether nothing more happens to a record here: it was received, or the office decided otherwise. */
export function isOver({ state }: QueueItem): boolean {
  return state.kind === 'received' || state.kind === 'decided';
}

function stateOf(row: QueueRow, { safe, all }: { safe: number; all: number }, sending: string | null): SendState {
  if (row.receipt !== null && row.received_at !== null) {
    return { kind: 'received', number: row.receipt.receipt.number, at: row.received_at, photos_all: all };
  }
  if (row.decided !== undefined) return { kind: 'decided', decided: row.decided };
  if (sending === row.visit) return { kind: 'sending', photos_safe: safe, photos_all: all };
  if (row.stuck && row.trouble !== null) return { kind: 'stuck', trouble: row.trouble, photos_safe: safe, photos_all: all };
  return { kind: 'saved', trouble: row.trouble, next_try_at: row.next_try_at };
}
