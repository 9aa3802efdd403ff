// An officer's key under a PIN. It is sealed by a key made from the PIN, and once more by one that
// can't leave this browser: a copied store is useless without the browser, a taken tablet without the PIN.
import { type Bytes, utf8 } from './bytes.ts';
import { database, type OfficerRow, put } from './database.ts';
import { ECDSA, publicJwk, thisDevice } from './device.ts';
import { later, now } from './moments.ts';
import { Refusal, WrongPin } from './refusal.ts';
import type { Moment, PersonId } from './types.ts';
import { t } from './words.ts';

type Sealed = Pick<OfficerRow, 'public_key' | 'sealed' | 'inner_nonce' | 'outer_nonce' | 'salt' | 'rounds'>;

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ROUNDS = 600_000; // of PBKDF2 with SHA-256, as OWASP advises
const FREE_TRIES = 5;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 15 * 60_000;

function random(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

async function keyOfPin(pin: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Makes a key pair; its private half leaves this function sealed only. */
export async function makeOfficerKey(guard: CryptoKey, pin: string): Promise<Sealed> {
  const [salt, innerNonce, outerNonce] = [random(16), random(12), random(12)];
  const pair = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const plain = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  const inner = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: innerNonce }, await keyOfPin(pin, salt, ROUNDS), plain);
  new Uint8Array(plain).fill(0);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: outerNonce }, guard, inner);
  return { public_key: await publicJwk(pair), sealed, inner_nonce: innerNonce, outer_nonce: outerNonce, salt, rounds: ROUNDS };
}

/** Signs with the person's key. A wrong PIN is counted before it is answered, and waits grow. */
export async function signAs(person: PersonId, pin: string, message: Bytes): Promise<{ signature: ArrayBuffer; officer: OfficerRow }> {
  return navigator.locks.request(`mingcha:pin:${person}`, async () => {
    const officer = await (await database()).get('officers', person);
    const device = await thisDevice();
    if (officer === undefined || device === null) throw new Refusal(t('This officer has no PIN on this tablet yet.'));
    const until = waitsUntil(officer);
    if (until !== null && now() < until) throw new WrongPin(t('The PIN is wrong.'), until, 0);
    await put('officers', { ...officer, wrong: officer.wrong + 1, wrong_at: now() });
    const key = await opened(officer, device.guard, pin);
    if (key === null) throw wrong({ ...officer, wrong: officer.wrong + 1, wrong_at: now() });
    await put('officers', { ...officer, wrong: 0, wrong_at: null });
    return { signature: await crypto.subtle.sign(ECDSA, key, message), officer };
  });
}

async function opened(officer: OfficerRow, guard: CryptoKey, pin: string): Promise<CryptoKey | null> {
  const inner = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: officer.outer_nonce }, guard, officer.sealed);
  const pinKey = await keyOfPin(pin, officer.salt, officer.rounds);
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: officer.inner_nonce }, pinKey, inner);
    return await crypto.subtle.importKey('pkcs8', plain, CURVE, false, ['sign']);
  } catch {
    return null; // AES-GCM refuses: the PIN is another
  }
}

/** Until when no PIN is tried: 30 s after the fifth wrong one, then twice as long, to 15 minutes. */
function waitsUntil(officer: Pick<OfficerRow, 'wrong' | 'wrong_at'>): Moment | null {
  if (officer.wrong_at === null || officer.wrong < FREE_TRIES) return null;
  const wait = Math.min(FIRST_WAIT * 2 ** (officer.wrong - FREE_TRIES), LONGEST_WAIT);
  const from = officer.wrong_at > now() ? now() : officer.wrong_at; // a clock set back doesn't lock anybody out for ever
  return later(from, wait);
}

function wrong(officer: OfficerRow): WrongPin {
  const left = Math.max(FREE_TRIES - officer.wrong, 0);
  return new WrongPin(t('The PIN is wrong.'), waitsUntil(officer), left);
}
