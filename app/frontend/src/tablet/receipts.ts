// Receipts: a yes counts only with the office's signature over exactly what was sent.
import { verifyAsync } from '@noble/ed25519';
import { fromBase64, utf8 } from './bytes.ts';
import { canonical, type Json } from './canonical.ts';
import type { QueueRow } from './database.ts';
import { isRecord } from './line.ts';
import type { Digest, PhotoReceipt, Receipt, ServerKey, VisitReceipt } from './types.ts';

/** The receipt of a visit, if the answer is one for exactly this manifest; else nothing. */
export async function visitReceipt(keys: ServerKey[], row: QueueRow, answer: unknown): Promise<Receipt<VisitReceipt> | null> {
  const found = await signed<VisitReceipt>(keys, answer);
  if (found === null) return null;
  const { visit, manifest, files, sequence, number } = found.receipt;
  const named = visit === row.visit && manifest === row.digest && sequence === row.sequence && typeof number === 'string';
  return named && sameDigests(files, row.files) ? found : null;
}

/** The receipt of a file, if the answer is one for exactly these bytes; else nothing. */
export async function photoReceipt(keys: ServerKey[], file: Digest, bytes: number, answer: unknown): Promise<Receipt<PhotoReceipt> | null> {
  const found = await signed<PhotoReceipt>(keys, answer);
  return found !== null && found.receipt.file === file && found.receipt.bytes === bytes ? found : null;
}

function sameDigests(given: unknown, sent: Digest[]): boolean {
  return Array.isArray(given) && given.length === sent.length && [...given].sort().join() === [...sent].sort().join();
}

async function signed<Content>(keys: ServerKey[], answer: unknown): Promise<Receipt<Content> | null> {
  if (!isRecord(answer) || !isRecord(answer.receipt)) return null;
  const { receipt, key, signature } = answer;
  const known = keys.find((one) => one.id === key && one.ed25519 !== undefined)?.ed25519;
  if (known === undefined || typeof key !== 'string' || typeof signature !== 'string') return null;
  const good = await verifies(known, signature, canonical(receipt as Json));
  return good ? { receipt: receipt as unknown as Content, key, signature } : null;
}

async function verifies(publicKey: string, signature: string, message: string): Promise<boolean> {
  try {
    const [key, proof, said] = [fromBase64(publicKey), fromBase64(signature), utf8(message)];
    const native = await nativeKey(key);
    if (native !== null) return await crypto.subtle.verify('Ed25519', native, proof, said);
    return await verifyAsync(proof, said, key);
  } catch {
    return false; // neither the key nor the signature is one
  }
}

/** The browser's own key; nothing where it doesn't know Ed25519 (Chromium before 137, Safari before 17). */
async function nativeKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  } catch {
    return null;
  }
}
