// What is on its way to the office, and the room it takes on the tablet.
import type { Digest, Moment, Result } from './terms.ts';

export interface VisitReceipt {
  server: string;
  visit: string;
  site: string | null;
  manifest: Digest;
  files: Digest[];
  sequence: number;
  number: string;
  received_at: Moment;
}

export interface PhotoReceipt {
  server: string;
  file: Digest;
  bytes: number;
  received_at: Moment;
}

/** A receipt as the office gave it, once its signature was found good. */
export interface Receipt<Content> {
  receipt: Content;
  key: string;
  signature: string;
}

/** Why something didn't go through; `words` in words.ts says it. */
export interface Trouble {
  code:
    | 'offline' // no line, or it broke
    | 'slow' // no answer in time
    | 'redirected' // a sign-in page or another address stood in between
    | 'not_the_office' // an answer that isn't the office's: a hotspot's page
    | 'busy' // 429, 503
    | 'server_fault' // 500 and the like
    | 'receipt_invalid' // a yes without a good signature
    | 'device_unknown'
    | 'device_revoked'
    | 'bad_signature'
    | 'visit_differs'
    | 'visit_refused'
    | 'corrected_meanwhile' // refused because another correction came first
    | 'invalid'
    | 'too_large'
    | 'bad_file'
    | 'digest_mismatch'
    | 'file_missing';
  said: string; // the office's own words, in the language asked for then; may be empty
  at: Moment;
  decided?: Decided['how']; // a person at the office has decided: nothing waits any more
}

/** What the office decided about a record that it had kept apart, in its own words. */
export interface Decided {
  how: 'dismissed' | 'entered' | 'replaced';
  said: string;
  at: Moment; // when the tablet heard of it
}

export type SendState =
  | { kind: 'saved'; trouble: Trouble | null; next_try_at: Moment | null } // on this tablet only
  | { kind: 'sending'; photos_safe: number; photos_all: number } // being sent now
  | { kind: 'received'; number: string; at: Moment; photos_all: number } // all of it, receipts verified
  | { kind: 'decided'; decided: Decided } // not received, and the office wants nothing more of it
  | { kind: 'stuck'; trouble: Trouble; photos_safe: number; photos_all: number }; // a person must act

/** A locked visit on its way to the office, as the screens see it. */
export interface QueueItem {
  visit: string;
  site: string | null;
  sweep?: string | null; // what an app before this one locked doesn't say it
  title: string;
  result: Result;
  sequence: number;
  digest: Digest;
  locked_at: Moment;
  amends: string | null;
  photos_safe: number;
  photos_all: number;
  state: SendState;
}

export interface StorageState {
  persistent: boolean | null; // null: the browser doesn't say
  used: number;
  quota: number;
}
