// Why something didn't go through, in words, and the way on.
import type { Trouble } from './types.ts';
import { t } from './words.ts';

export type WayOn = 'wait' | 'retry' | 'export' | 'enrol';

const WHY: Readonly<Record<Trouble['code'], [string, WayOn]>> = {
  offline: ['No connection to the office.', 'wait'],
  slow: ['The office did not answer in time.', 'wait'],
  redirected: ['A sign-in page of the network stood in between.', 'wait'],
  not_the_office: ['The answer did not come from the office. The network may ask you to sign in first.', 'wait'],
  busy: ['The office is busy or being maintained.', 'wait'],
  server_fault: ['Something failed at the office.', 'wait'],
  receipt_invalid: ['The office answered without a valid receipt.', 'retry'],
  device_unknown: ['The office does not know this tablet.', 'enrol'],
  device_revoked: ['The office has revoked this tablet.', 'export'],
  bad_signature: ['The office could not verify this tablet’s signature.', 'retry'],
  visit_differs: ['The office already holds another record of this visit. It keeps both and will decide.', 'export'],
  visit_refused: ['The record does not meet the rules. The office keeps a copy; correct it with a new version.', 'export'],
  invalid: ['The office could not read the record.', 'export'],
  too_large: ['A file is larger than the office takes.', 'export'],
  bad_file: ['A file is no picture.', 'export'],
  digest_mismatch: ['A file was damaged on its way.', 'retry'],
  file_missing: ['A file is no longer on this tablet.', 'export'],
};

const WAYS: Readonly<Record<WayOn, string>> = {
  wait: 'It is sent by itself as soon as that works.',
  retry: 'Send again.',
  export: 'Save the queue as a file and hand it in at the desk.',
  enrol: 'Enrol this tablet again while signed in.',
};

export function troubleWords(trouble: Trouble): { why: string; said: string; way_on: WayOn; way_on_words: string } {
  const [why, wayOn] = WHY[trouble.code];
  return { why: t(why), said: trouble.said, way_on: wayOn, way_on_words: t(WAYS[wayOn]) };
}
