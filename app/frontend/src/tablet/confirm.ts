// Putting one's name to the record: each officer by an own PIN, the party by hand, on paper or not at all.
import { draftOf } from './amend.ts';
import { fromBase64, toBase64, utf8 } from './bytes.ts';
import { canonical } from './canonical.ts';
import { ECDSA } from './device.ts';
import { digestOfRecord, recordDigest, recordOf, type VisitRecord } from './manifest.ts';
import { now } from './moments.ts';
import { removePhoto, takePhoto } from './photos.ts';
import { signAs } from './pin.ts';
import { latestRound } from './rounds.ts';
import { Refusal } from './refusal.ts';
import type { Digest, Draft, PersonId, Signature } from './types.ts';
import { t } from './words.ts';

export interface PartySays {
  how: 'signed' | 'refused' | 'absent' | 'paper';
  note?: string;
  image?: Blob;
}

/** What the second officer's own tablet gives back. */
interface Confirmation {
  mingcha_confirmation: 1;
  visit: string;
  person: PersonId;
  at: string;
  key: string | null;
  digest: Digest;
  signature: string;
}

/** Confirms the record as it stands with the person's key. Any later change makes the signature void. */
export async function confirm(draft: Draft, person: PersonId, pin: string): Promise<Signature> {
  const who = roleOf(draft, person);
  refuseUnread(draft);
  const digest = await recordDigest(draft);
  const { signature, officer } = await signAs(person, pin, utf8(digest));
  return { ...unsigned(digest), who, how: 'confirmed', person, key: officer.key, signature: toBase64(signature) };
}

/** Says whether a signature was given to exactly this record. */
export async function signatureHolds(draft: Draft, signature: Signature): Promise<boolean> {
  return signature.digest === (await recordDigest(draft));
}

/** How the party ended the record. A drawn name is stored as a file of the visit. */
export async function partySignature(draft: Draft, { how, note = '', image }: PartySays): Promise<Signature> {
  refuseUnread(draft);
  if (how === 'signed' && image === undefined) throw new Refusal(t('The signature is empty.'));
  for (const old of draft.photos.filter(({ role }) => role === 'signature')) await removePhoto(draft, old.sha256);
  const drawn = image && (await takePhoto(draft, image, { role: 'signature' }));
  const digest = await recordDigest(draft);
  return { ...unsigned(digest), who: 'party', how, note: note.trim() || null, image: drawn?.sha256 ?? null };
}

/** The record as text, for the second officer's own tablet. */
export function recordToConfirm(draft: Draft): string {
  refuseUnread(draft);
  return JSON.stringify({ mingcha_record: 1, title: draft.title, record: recordOf(draft) });
}

/** The record that the first officer's tablet gave, as a draft to show; throws a Refusal for anything else. */
export function readForeign(text: string): Draft {
  const { title, record } = foreign(text);
  return draftOf(record, title, record.answers.map((given) => given.item));
}

function foreign(text: string): { title: string; record: VisitRecord } {
  const found = parsed(text) as { mingcha_record?: number; title: string; record: VisitRecord } | null;
  if (found?.mingcha_record !== 1) throw new Refusal(t('This is no record to confirm.'));
  return found;
}

/** Confirms such a record here; the answer goes back to the first officer's tablet. */
export async function confirmForeign(text: string, person: PersonId, pin: string): Promise<string> {
  const { record } = foreign(text);
  if (record.second_officer !== person) throw new Refusal(t('The record names another second officer.'));
  const digest = await digestOfRecord(record);
  const { signature, officer } = await signAs(person, pin, utf8(digest));
  const given: Confirmation = {
    mingcha_confirmation: 1, visit: record.visit, person, at: now(), key: officer.key, digest, signature: toBase64(signature),
  };
  return canonical({ ...given });
}

/** Takes the answer of the second officer's tablet: it must be for this record, and by that officer. */
export async function takeConfirmation(draft: Draft, text: string): Promise<Signature> {
  const given = parsed(text) as Confirmation | null;
  if (given?.mingcha_confirmation !== 1) throw new Refusal(t('This is no confirmation.'));
  const digest = await recordDigest(draft);
  if (given.digest !== digest) throw new Refusal(t('The record has changed since. Ask for the confirmation again.'));
  if (given.person !== draft.second_officer) throw new Refusal(t('Somebody else confirmed.'));
  const round = await latestRound();
  const officer = round?.officers.find((one) => one.person === given.person);
  // an officer has a key on each tablet: one that this tablet doesn't know is for the office to judge
  const known = officer?.key_id === given.key ? officer?.key : null;
  if (known && !(await isBy(known, given))) throw new Refusal(t('The confirmation is not by this officer’s key.'));
  const { person, at, key, signature } = given;
  return { ...unsigned(digest), who: 'second_officer', how: 'confirmed', at, person, key, signature };
}

async function isBy(jwk: JsonWebKey, given: Confirmation): Promise<boolean> {
  const key = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return crypto.subtle.verify(ECDSA, key, fromBase64(given.signature), utf8(given.digest));
}

function unsigned(digest: Digest): Omit<Signature, 'who' | 'how'> {
  return { at: now(), note: null, person: null, key: null, digest, signature: null, image: null };
}

function roleOf(draft: Draft, person: PersonId): 'author' | 'second_officer' {
  if (person === draft.author) return 'author';
  if (person === draft.second_officer) return 'second_officer';
  throw new Refusal(t('Only the two officers of the visit confirm it.'));
}

function refuseUnread(draft: Draft): void {
  if (draft.ended_at === null) throw new Refusal(t('The record is read before anybody signs.'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
