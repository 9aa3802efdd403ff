// What still stands between a draft and its lock: the rules of inspections/visits.py as far as a tablet
// can know them. The office asks the full list again; this one saves the way back.
import { now } from './moments.ts';
import { missingInRechecks, uncorrected } from './rechecks.ts';
import type { Draft, Signature } from './types.ts';
import { t, tn } from './words.ts';

export type Step = 'arrive' | 'checklist' | 'photos' | 'met' | 'signatures';

export interface Missing {
  code: string;
  words: string;
  step: Step;
}

const NOBODY_THERE = new Set(['closed_premises', 'not_found']);
const NOT_ENTERED = new Set(['closed_premises', 'refused_entry', 'not_found']);
const WITH_FINDINGS = new Set(['corrected_on_site', 'correction_ordered', 'lead_created']);

/** Everything that is missing, signatures included; an empty list means it can be locked. */
export function missingForLock(draft: Draft): Missing[] {
  return [...missingForReading(draft), ...missingNames(draft)];
}

/** Everything that is missing before the record is read and signed. */
export function missingForReading(draft: Draft): Missing[] {
  const entered = draft.result !== null && !NOT_ENTERED.has(draft.result);
  return [...crew(draft), ...clock(draft), ...ground(draft), ...arrival(draft, entered), ...checklist(draft, entered), ...missingInRechecks(draft), ...met(draft, entered), ...outcome(draft)];
}

function crew({ author, second_officer }: Draft): Missing[] {
  if (second_officer !== null && second_officer !== author) return [];
  return [{ code: 'visits.two_officers_were_present', words: t('Choose the second officer.'), step: 'arrive' }];
}

/** The visit ends when it is read; until then, now. */
function clock({ started_at, ended_at }: Draft): Missing[] {
  if ((ended_at ?? now()) >= started_at) return [];
  return [{ code: 'visits.end_follows_start', words: t('The tablet’s clock was set back during the visit. Set it right.'), step: 'arrive' }];
}

function ground(draft: Draft): Missing[] {
  const missing: Missing[] = [];
  if (draft.sweep === null && draft.kind === null) missing.push({ code: 'kind', words: t('Say what kind of inspection this is.'), step: 'arrive' });
  if (draft.sweep === null && !draft.ground.trim()) {
    missing.push({ code: 'visits.ground_is_named', words: t('Name what the inspection rests on.'), step: 'arrive' });
  }
  if (draft.place !== null && !draft.place.address.trim()) missing.push({ code: 'place', words: t('Say where the place is.'), step: 'arrive' });
  if (draft.amends !== null && !(draft.reason ?? '').trim()) {
    missing.push({ code: 'visits.amendment_says_why', words: t('Say why the record is corrected.'), step: 'arrive' });
  }
  return missing;
}

function arrival({ certificate_shown, result, entry }: Draft, entered: boolean): Missing[] {
  const missing: Missing[] = [];
  const unsaid = entered && certificate_shown === null;
  if (unsaid || (result === 'refused_entry' && certificate_shown !== true)) {
    missing.push({ code: 'visits.certificate_was_shown', words: t('Say whether the certificates were shown.'), step: 'arrive' });
  }
  if (entry?.dwelling && (entry.consented === null || (entry.consented && !entry.consented_by.trim()))) {
    missing.push({ code: 'dwelling', words: t('A dwelling: say who agreed to the entry.'), step: 'arrive' });
  }
  if (entered && entry?.dwelling && entry.consented === false) {
    missing.push({ code: 'dwelling', words: t('Without consent nobody enters a dwelling: record the entry as refused.'), step: 'arrive' });
  }
  return missing;
}

function checklist(draft: Draft, entered: boolean): Missing[] {
  const missing: Missing[] = [];
  const open = entered ? draft.items.filter((item) => draft.answers[item] === undefined).length : 0;
  if (open > 0) {
    const words = tn('%(n)s item has no answer.', '%(n)s items have no answer.', open);
    missing.push({ code: 'visits.every_item_is_answered', words, step: 'checklist' });
  }
  const blank = answers(draft).filter(({ answer, seen }) => answer === 'no' && !seen.trim()).length;
  if (blank > 0) {
    const words = tn('%(n)s “no” does not say what was seen.', '%(n)s “no” do not say what was seen.', blank);
    missing.push({ code: 'visits.every_no_says_what_was_seen', words, step: 'checklist' });
  }
  return missing;
}

function answers(draft: Draft): { answer: string; seen: string }[] {
  return draft.items.flatMap((item) => draft.answers[item] ?? []);
}

/** Who reads and signs is asked before the record is read: a name written later voids what was confirmed. */
function met({ met: person, nobody_met, signatures }: Draft, entered: boolean): Missing[] {
  const settled = (person?.name ?? '').trim() !== '' || nobody_met === true || signatures.some(({ who }) => who === 'party');
  if (!entered || settled) return [];
  return [{ code: 'met', words: t('Write who was met. Where nobody can sign, say so.'), step: 'met' }];
}

function outcome(draft: Draft): Missing[] {
  const { result } = draft;
  if (result === null) return [{ code: 'visits.result_is_stated', words: t('Choose the result.'), step: 'met' }];
  const given = answers(draft);
  const findings = given.some(({ answer }) => answer === 'no') || draft.other_findings.trim() !== '' || uncorrected(draft) > 0;
  const looked = given.some(({ answer }) => answer === 'yes' || answer === 'no');
  const contrary = (result === 'compliant' && findings) || (WITH_FINDINGS.has(result) && !findings) || (NOBODY_THERE.has(result) && looked);
  const missing: Missing[] = [];
  if (contrary) missing.push({ code: 'visits.result_agrees_with_findings', words: t('The result does not agree with the findings.'), step: 'met' });
  if (result === 'compliant' && draft.rechecks.length === 0 && !given.some(({ answer }) => answer === 'yes')) {
    missing.push({ code: 'visits.something_was_checked', words: t('Nothing was checked, so nothing can be said to be in order.'), step: 'checklist' });
  }
  if (NOT_ENTERED.has(result) && !draft.note.trim() && !draft.photos.some(({ role }) => role === 'photo')) {
    missing.push({ code: 'visits.failed_visit_is_proven', words: t('Take a photo or write a note as proof.'), step: 'photos' });
  }
  return missing;
}

function missingNames(draft: Draft): Missing[] {
  const names = new Map(draft.signatures.map((one) => [one.who, one]));
  const missing: Missing[] = [];
  const ask = (code: string, words: string): number => missing.push({ code, words, step: 'signatures' });
  if (draft.ended_at === null) ask('read', t('The record has not been read yet.'));
  if (!names.has('author')) ask('author', t('The first officer has not confirmed.'));
  if (!names.has('second_officer')) ask('second_officer', t('The second officer has not confirmed.'));
  const entered = draft.result !== null && !NOT_ENTERED.has(draft.result);
  if (entered && !ended(draft, names.get('party'))) ask('visits.record_is_signed', t('The party has not signed, and no reason is given.'));
  return missing;
}

/** Says whether the party ended the record as the law asks: signed by whom was met, or why not. */
function ended(draft: Draft, party: Signature | undefined): boolean {
  if (party === undefined) return false;
  if (party.how === 'refused' || party.how === 'absent') return party.note !== null;
  const proven = party.how === 'signed' ? party.image !== null : draft.photos.some(({ role }) => role === 'record');
  return proven && (draft.met?.name ?? '').trim() !== '';
}
