// 定稿锁定: the draft becomes a manifest with its number on this tablet. From here on its bytes never change.
import { sha256, utf8 } from './bytes.ts';
import { type DeviceRow, type QueueRow, writing } from './database.ts';
import { thisDevice } from './device.ts';
import { fieldWords } from './field-words.ts';
import { manifestText, recordDigest, recordOf, type Manifest } from './manifest.ts';
import { missingForLock, missingForReading } from './missing.ts';
import { now } from './moments.ts';
import { tell } from './news.ts';
import { placed } from './photos.ts';
import { itemOf } from './queue.ts';
import { Refusal } from './refusal.ts';
import { faults } from './schema.ts';
import type { Draft, QueueItem } from './types.ts';
import { t } from './words.ts';

/** Ends the visit so that its record can be read and signed; throws a Refusal while something is missing. */
export async function readRecord(draft: Draft): Promise<void> {
  const [first] = missingForReading(draft);
  if (first !== undefined) throw new Refusal(first.words);
  await placed();
  draft.ended_at ??= now();
  draft.read_digest = await recordDigest(draft);
}

/** Takes reading and signatures back when the record isn't the one that was read; says whether it did. */
export async function voidIfChanged(draft: Draft): Promise<boolean> {
  if (draft.read_digest === null || draft.read_digest === (await recordDigest(draft))) return false;
  Object.assign(draft, { ended_at: null, read_digest: null, signatures: [] });
  return true;
}

/** Locks a visit. One tab at a time counts; a crash leaves either the draft or the locked visit, never both. */
export async function lockVisit(draft: Draft): Promise<QueueItem> {
  return navigator.locks.request('mingcha:lock-visit', async () => {
    const [first] = missingForLock(draft);
    if (first !== undefined) throw new Refusal(first.words);
    if (!(await allHold(draft))) throw new Refusal(t('The record has changed since it was signed. Read and sign it again.'));
    const device = await thisDevice();
    if (device === null) throw new Refusal(t('This tablet is not enrolled yet.'));
    const row = await lockedRow(draft, device);
    await store(row, device);
    for (const about of ['queue', 'drafts', 'locked'] as const) tell({ about });
    return itemOf(row, null);
  });
}

async function allHold(draft: Draft): Promise<boolean> {
  const digest = await recordDigest(draft);
  return draft.read_digest === digest && draft.signatures.every((signature) => signature.digest === digest);
}

async function lockedRow(draft: Draft, device: DeviceRow): Promise<QueueRow> {
  const manifest: Manifest = { ...recordOf(draft), device_sequence: device.last_sequence + 1, previous_digest: device.last_digest };
  const body = manifestText(manifest);
  const [fault] = faults(JSON.parse(body));
  if (fault !== undefined) throw new Refusal(t('“%(field)s” is too long, or holds signs that can’t be shown. Change it there.', { field: fieldWords(fault) }));
  if (manifest.result === null) throw new Refusal(t('Choose the result.'));
  return {
    visit: draft.visit,
    site: draft.site,
    sweep: draft.sweep,
    title: draft.title,
    result: manifest.result,
    sequence: manifest.device_sequence,
    digest: await sha256(utf8(body)),
    body,
    files: manifest.files.map((file) => file.sha256),
    safe: [],
    drawn: manifest.files.filter((file) => file.role === 'signature').map((file) => file.sha256),
    locked_at: now(),
    amends: draft.amends,
    tries: 0,
    next_try_at: null,
    trouble: null,
    stuck: false,
    receipt: null,
    received_at: null,
  };
}

/** Writes the visit, takes its number and removes the draft in one transaction. */
async function store(row: QueueRow, counted: DeviceRow): Promise<void> {
  const change = await writing(['queue', 'drafts', 'device', 'files']);
  const device = await change.objectStore('device').get('this');
  const missing = await missingFile(row.files, (file) => change.objectStore('files').getKey(file));
  if (device?.last_sequence !== counted.last_sequence || device.device !== counted.device || missing !== null) {
    change.abort();
    await change.done.catch(() => undefined); // it says that it was aborted, as asked
    throw new Refusal(missing === null ? t('The tablet was enrolled anew meanwhile. Try again.') : t('A photo is no longer on this tablet.'));
  }
  await change.objectStore('queue').add(row); // a visit is locked once: a second row under its id is refused
  await change.objectStore('device').put({ ...device, last_sequence: row.sequence, last_digest: row.digest }, 'this');
  await change.objectStore('drafts').delete(row.visit);
  await change.done;
}

async function missingFile(files: string[], find: (file: string) => Promise<string | undefined>): Promise<string | null> {
  for (const file of files) if ((await find(file)) === undefined) return file;
  return null;
}
