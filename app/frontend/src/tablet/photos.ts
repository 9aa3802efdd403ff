// Photos: the bytes as they came and their digest first; time, place and a copy to look at after.
import { onScopeDispose, readonly, shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue';
import { sha256 } from './bytes.ts';
import { database, type FileRow, writing } from './database.ts';
import { now } from './moments.ts';
import { position } from './positions.ts';
import { Refusal } from './refusal.ts';
import type { Digest, Draft, FileRole, Mark, Photo, Position } from './types.ts';
import { t } from './words.ts';

export interface About {
  role?: FileRole;
  mark?: Mark | null;
  item?: string | null;
  name?: string | null;
}

const being = new Set<Promise<void>>(); // photos whose place is still being found
const MOST_BYTES = 25 * 1024 * 1024;
const MOST_FILES = 200;
const LONGEST_SIDE = 1600;
const POSITION_PATIENCE = 4_000;
const JPEG = [0xff, 0xd8, 0xff];
const PNG = [0x89, 0x50, 0x4e, 0x47];
const PDF = [0x25, 0x50, 0x44, 0x46];
const FTYP = [0x66, 0x74, 0x79, 0x70]; // at byte 4 of a HEIC

/** Stores a picture in the draft. The digest is that of the bytes given, which are kept as they are. */
export async function takePhoto(draft: Draft, picture: Blob, about: About = {}): Promise<Photo> {
  const takenAt = now();
  const where = position(POSITION_PATIENCE);
  const bytes = await picture.arrayBuffer();
  const digest = await sha256(bytes);
  refuseBad(draft, bytes, digest);
  await store({ sha256: digest, original: new Blob([bytes], { type: picture.type }), view: null, receipt: null, stored_at: takenAt });
  const photo: Photo = {
    sha256: digest,
    bytes: bytes.byteLength,
    taken_at: takenAt,
    position: null,
    role: about.role ?? 'photo',
    mark: about.mark ?? null,
    item: about.item ?? null,
    name: about.name ?? null,
  };
  draft.photos.push(photo); // at once: the place may take seconds, and the browser may end any moment
  place(draft, digest, where);
  await addView(digest);
  return photo;
}

/** Notes where a photo was taken once that is known; a record that was read meanwhile stays as it was read. */
function place(draft: Draft, digest: Digest, where: Promise<Position | null>): void {
  const placing = where.then((found) => {
    const own = draft.photos.find((photo) => photo.sha256 === digest);
    if (own !== undefined && (draft.ended_at === null || own.role === 'signature')) own.position = found;
    being.delete(placing);
  });
  being.add(placing);
}

/** Waits until each photo knows where it was taken, or never will. */
export async function placed(): Promise<void> {
  await Promise.all(being);
}

function refuseBad(draft: Draft, bytes: ArrayBuffer, digest: Digest): void {
  if (bytes.byteLength > MOST_BYTES) throw new Refusal(t('The file is larger than 25 MB. Take the photo with less detail.'));
  if (draft.photos.length >= MOST_FILES) throw new Refusal(t('A visit holds 200 files at most.'));
  if (draft.photos.some((photo) => photo.sha256 === digest)) throw new Refusal(t('This photo is already here.'));
  const begins = (mark: number[], at = 0): boolean => {
    const head = new Uint8Array(bytes, 0, Math.min(bytes.byteLength, 12));
    return mark.every((byte, index) => head[at + index] === byte);
  };
  if (!(begins(JPEG) || begins(PNG) || begins(PDF) || begins(FTYP, 4))) throw new Refusal(t('This file is no photo.'));
}

/** Keeps the row that is there already: the same bytes may belong to an older version of the visit. */
async function store(row: FileRow): Promise<void> {
  const change = await writing(['files']);
  const files = change.objectStore('files');
  if ((await files.getKey(row.sha256)) === undefined) await files.put(row);
  await change.done;
}

/** Adds the copy to look at; the original stays apart and untouched. */
async function addView(digest: Digest): Promise<void> {
  const row = await (await database()).get('files', digest);
  if (row === undefined || row.view !== null) return;
  const view = await smaller(row.original);
  if (view === null) return; // a format that this browser can't draw is kept all the same
  const change = await writing(['files']);
  const files = change.objectStore('files');
  const current = await files.get(digest);
  if (current !== undefined) await files.put({ ...current, view });
  await change.done;
}

async function smaller(original: Blob): Promise<Blob | null> {
  try {
    const picture = await createImageBitmap(original);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
  } catch {
    return null;
  }
}

/** Takes a photo out of a draft; its bytes go unless another version of the visit lists them. */
export async function removePhoto(draft: Draft, digest: Digest): Promise<void> {
  const at = draft.photos.findIndex((photo) => photo.sha256 === digest);
  if (at >= 0) draft.photos.splice(at, 1);
  await dropFiles([digest], draft.visit);
}

/** Removes the bytes that no queued visit and no draft but `visit` needs. */
export async function dropFiles(digests: Digest[], visit: string | null): Promise<void> {
  const change = await writing(['files', 'queue', 'drafts']);
  const drafts = (await change.objectStore('drafts').getAll()).filter((draft) => draft.visit !== visit);
  const needed = new Set(drafts.flatMap((draft) => draft.photos.map((photo) => photo.sha256)));
  for (const row of await change.objectStore('queue').getAll()) for (const file of row.files) needed.add(file);
  for (const digest of digests) if (!needed.has(digest)) await change.objectStore('files').delete(digest);
  await change.done;
}

/** An address under which a picture can be shown; whoever asked revokes it. */
export async function photoUrl(digest: Digest, which: 'view' | 'original'): Promise<string | null> {
  const row = await (await database()).get('files', digest);
  if (row === undefined) return null;
  return URL.createObjectURL(which === 'view' ? (row.view ?? row.original) : row.original);
}

/** The same for a component: the address follows the digest and is revoked by itself. */
export function usePhoto(digest: MaybeRefOrGetter<Digest | null>): Readonly<Ref<string | null>> {
  const url = shallowRef<string | null>(null);
  const forget = (): void => {
    if (url.value !== null) URL.revokeObjectURL(url.value);
    url.value = null;
  };
  watch(() => toValue(digest), async (wanted, _before, onCleanup) => {
    let stale = false;
    onCleanup(() => (stale = true));
    const found = wanted === null ? null : await photoUrl(wanted, 'view');
    if (stale && found !== null) return URL.revokeObjectURL(found);
    forget();
    url.value = found;
  }, { immediate: true });
  onScopeDispose(forget);
  return readonly(url);
}
