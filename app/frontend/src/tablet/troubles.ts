// Why something didn't go through, in words, and the way on.
import type { Trouble } from './types.ts';
import { t } from './words.ts';

export type WayOn = 'wait' | 'retry' | 'decide' | 'correct' | 'tell' | 'enrol';

const WHY: Readonly<Record<Trouble['code'], [string, WayOn]>> = {
  offline: ['No connection to the office.', 'wait'],
  slow: ['The office did not answer in time.', 'wait'],
  redirected: ['A sign-in page of the network stood in between.', 'wait'],
  not_the_office: ['The answer did not come from the office. The network may ask you to sign in first.', 'wait'],
  busy: ['The office is busy or being maintained.', 'wait'],
  server_fault: ['Something failed at the office.', 'wait'],
  receipt_invalid: ['The office answered without a valid receipt.', 'retry'],
  device_unknown: ['The office does not know this tablet.', 'enrol'],
  device_revoked: ['The office has revoked this tablet.', 'decide'],
  bad_signature: ['The office could not verify this tablet’s signature.', 'retry'],
  visit_differs: ['The office already holds another record of this visit. It keeps both and will decide.', 'decide'],
  visit_refused: ['The record does not meet the rules. The office keeps a copy; correct it with a new version.', 'decide'],
  corrected_meanwhile: ['Another correction of this record came first. The office keeps both and will decide.', 'decide'],
  invalid: ['The office could not read the record.', 'tell'],
  too_large: ['A file is larger than the office takes.', 'correct'],
  bad_file: ['A file is no picture.', 'correct'],
  digest_mismatch: ['A file was damaged on its way.', 'retry'],
  file_missing: ['A file is no longer on this tablet.', 'correct'],
};

const WAYS: Readonly<Record<WayOn, string>> = {
  wait: 'It is sent by itself as soon as that works.',
  retry: 'Send again.',
  decide: 'Nothing is lost and nothing more has to be sent: its copy waits at the office for a decision.',
  correct: 'Make a new version of the record without that file.',
  tell: 'Leave it on the tablet and tell the office.',
  enrol: 'Enrol this tablet again while signed in.',
};

export function troubleWords(trouble: Trouble): { why: string; said: string; way_on: WayOn; way_on_words: string } {
  const [why, wayOn] = WHY[trouble.code];
  return { why: t(why), said: trouble.said, way_on: wayOn, way_on_words: t(WAYS[wayOn]) };
}
