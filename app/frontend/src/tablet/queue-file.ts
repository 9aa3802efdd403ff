// The queue as a file, sealed to the office: the way on when a tablet can't send any more.
import { type Bytes, sha256, toBase64, utf8 } from './bytes.ts';
import { canonical } from './canonical.ts';
import { database, type DeviceRow } from './database.ts';
import { type Headers, sign, thisDevice } from './device.ts';
import { dayOf, now } from './moments.ts';
import { waiting } from './outbox.ts';
import { Refusal } from './refusal.ts';
import type { ServerKey } from './types.ts';
import { t } from './words.ts';

export interface QueueFile {
  name: string;
  blob: Blob;
}

interface Packed {
  method: string;
  path: string;
  signed_at: string;
  signature: string;
  body: string;
}

const MOST_LETTERS = 40_000_000; // of base64 in one file: a phone's memory holds that several times
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;
const USE = utf8('mingcha-queue-1');

/** Packs everything that isn't received: records first, then photos; several files when it is much. */
export async function exportQueue(): Promise<QueueFile[]> {
  const device = await thisDevice();
  const office = device?.server_keys.find((key) => key.p256 !== undefined);
  if (device === null || office === undefined) throw new Refusal(t('The office has given this tablet no key for such a file.'));
  const parts = await packs(device);
  if (parts.length === 0) throw new Refusal(t('Nothing waits: the office has received everything.'));
  const files: QueueFile[] = [];
  for (const [index, requests] of parts.entries()) {
    const blob = await sealed(device, office, utf8(canonical({ requests: requests.map((one) => ({ ...one })) })));
    files.push({ name: `mingcha-${device.device}-${dayOf(now())}-${index + 1}.queue.json`, blob });
  }
  return files;
}

async function packs(device: DeviceRow): Promise<Packed[][]> {
  const rows = await waiting();
  const parts: Packed[][] = [];
  let room = 0;
  const add = (packed: Packed): void => {
    if (packed.body.length > room || parts.length === 0) {
      parts.push([]);
      room = MOST_LETTERS;
    }
    parts.at(-1)?.push(packed);
    room -= packed.body.length;
  };
  for (const row of rows) add(await pack(device, `/tablet/api/visits/${row.visit}`, utf8(row.body)));
  for (const digest of new Set(rows.flatMap((row) => row.files))) {
    const file = await (await database()).get('files', digest);
    if (file === undefined || file.receipt !== null) continue;
    add(await pack(device, `/tablet/api/photos/${digest}`, new Uint8Array(await file.original.arrayBuffer())));
  }
  return parts;
}

async function pack(device: DeviceRow, path: string, body: Bytes): Promise<Packed> {
  const headers: Headers = await sign(device, 'PUT', path, await sha256(body));
  return { method: 'PUT', path, signed_at: headers['X-Signed-At'], signature: headers['X-Signature'], body: toBase64(body) };
}

/** Seals the bytes so that only the office opens them: a fresh key agrees with the office's. */
async function sealed(device: DeviceRow, office: ServerKey, content: Bytes): Promise<Blob> {
  const theirs = await crypto.subtle.importKey('jwk', office.p256 as JsonWebKey, ECDH, false, []);
  const fresh = await crypto.subtle.generateKey(ECDH, false, ['deriveBits']);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, fresh.privateKey, 256);
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: USE };
  const key = await crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const envelope = {
    mingcha_queue: 1,
    device: device.device,
    server_key: office.id,
    ephemeral: toBase64(await crypto.subtle.exportKey('raw', fresh.publicKey)),
    nonce: toBase64(nonce),
    sealed: toBase64(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, content)),
  };
  return new Blob([canonical(envelope)], { type: 'application/json' });
}
