// The queue as a file, sealed to the office: the way on when a tablet can't send any more.
import { base64Parts, type Bytes, sha256, toBase64, utf8 } from './bytes.ts';
import { canonical } from './canonical.ts';
import { database, type DeviceRow, type QueueRow } from './database.ts';
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

const MOST_LETTERS = 20_000_000; // of base64 in one file: a phone's memory holds that several times over
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;
const USE = utf8('mingcha-queue-1');

/** Packs everything that isn't received, records first, then photos; several files when it is much.
 *  One file after the other is made, so that only one lies in memory; `told` hears how far it is. */
export async function* exportQueue(told: (done: number, all: number) => void = () => undefined): AsyncGenerator<QueueFile> {
  const device = await thisDevice();
  const office = device?.server_keys.find((key) => key.p256 !== undefined);
  if (device === null || office === undefined) throw new Refusal(t('The office has given this tablet no key for such a file.'));
  const rows = await waiting();
  if (rows.length === 0) throw new Refusal(t('Nothing waits: the office has received everything.'));
  let number = 0;
  for await (const requests of portions(packed(device, rows, told))) {
    number += 1;
    const blob = await sealed(device, office, utf8(JSON.stringify({ requests })));
    yield { name: `mingcha-${device.device}-${dayOf(now())}-${number}.queue.json`, blob };
  }
}

/** Cuts the requests into portions that a phone's memory holds. */
async function* portions(requests: AsyncIterable<Packed>): AsyncGenerator<Packed[]> {
  let portion: Packed[] = [];
  let letters = 0;
  for await (const request of requests) {
    if (portion.length > 0 && letters + request.body.length > MOST_LETTERS) {
      yield portion;
      [portion, letters] = [[], 0];
    }
    portion.push(request);
    letters += request.body.length;
  }
  if (portion.length > 0) yield portion;
}

async function* packed(device: DeviceRow, rows: QueueRow[], told: (done: number, all: number) => void): AsyncGenerator<Packed> {
  const files = [...new Set(rows.flatMap((row) => row.files))];
  const all = rows.length + files.length;
  let done = 0;
  for (const row of rows) {
    yield await pack(device, `/tablet/api/visits/${row.visit}`, utf8(row.body));
    told(++done, all);
  }
  for (const digest of files) {
    const file = await (await database()).get('files', digest);
    if (file !== undefined && file.receipt === null) {
      yield await pack(device, `/tablet/api/photos/${digest}`, new Uint8Array(await file.original.arrayBuffer()));
    }
    told(++done, all);
  }
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
  const head = canonical({
    device: device.device,
    ephemeral: toBase64(await crypto.subtle.exportKey('raw', fresh.publicKey)),
    mingcha_queue: 1,
    nonce: toBase64(nonce),
    server_key: office.id,
  });
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, content);
  return new Blob([head.slice(0, -1), ',"sealed":"', ...base64Parts(bytes), '"}'], { type: 'application/json' });
}
