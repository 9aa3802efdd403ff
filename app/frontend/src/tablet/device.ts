// The tablet's own key, and requests signed with it: no cookie, no session, nothing that expires.
import { type Bytes, sha256, toBase64, utf8 } from './bytes.ts';
import { database, type DeviceRow } from './database.ts';
import { now } from './moments.ts';
import type { Digest } from './types.ts';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
export const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;

export interface Headers {
  'X-Device': string;
  'X-Signed-At': string;
  'X-Signature': string;
}

export async function thisDevice(): Promise<DeviceRow | null> {
  return (await (await database()).get('device', 'this')) ?? null;
}

/** Makes the key pair of this tablet; the private half can be used, never read. */
export function makeDeviceKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);
}

/** Makes the key that seals officers' keys to this browser. */
export function makeGuard(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function publicJwk(pair: CryptoKeyPair): Promise<JsonWebKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { kty, crv, x, y } as JsonWebKey;
}

/** Signs what stands for a request; `digest` is that of the body's bytes. */
export async function sign(device: DeviceRow, method: string, path: string, digest: Digest): Promise<Headers> {
  const signedAt = now();
  const words = utf8([method, path, digest, signedAt].join('\n'));
  const signature = await crypto.subtle.sign(ECDSA, device.private_key, words);
  return { 'X-Device': device.device, 'X-Signed-At': signedAt, 'X-Signature': toBase64(signature) };
}

export function bodyDigest(body: Bytes | null): Promise<Digest> {
  return sha256(body ?? utf8(''));
}
