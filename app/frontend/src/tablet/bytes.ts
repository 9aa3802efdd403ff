// Bytes as text and digests of bytes.
import type { Digest } from './types.ts';

const BLOCK = 3 * 10_000; // more arguments than this overflow the stack of String.fromCharCode; three bytes make four letters

export type Bytes = Uint8Array<ArrayBuffer>;

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

export function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** base64url without padding, as everywhere on the line. */
export function toBase64(bytes: ArrayBuffer | Bytes): string {
  return base64Parts(bytes).join('');
}

/** The same in pieces, for what is too large to lie in memory twice. */
export function base64Parts(bytes: ArrayBuffer | Bytes): string[] {
  const all = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  const parts: string[] = [];
  for (let at = 0; at < all.length; at += BLOCK) {
    const letters = btoa(String.fromCharCode(...all.subarray(at, at + BLOCK)));
    parts.push(letters.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''));
  }
  return parts;
}

/** The bytes of base64url; throws what `atob` throws for anything else. */
export function fromBase64(text: string): Bytes {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export async function sha256(bytes: ArrayBuffer | Bytes): Promise<Digest> {
  return hex(await crypto.subtle.digest('SHA-256', bytes));
}
