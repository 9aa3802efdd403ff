// The words of the tablet's house: what the office gives, what an inspector makes, what is queued.

export type Moment = string; // ISO 8601, UTC, milliseconds, Z
export type Day = string; // YYYY-MM-DD in the office's time zone
export type Digest = string; // SHA-256 in lower-case hex
export type PersonId = string;

export type Answer = 'yes' | 'no' | 'not_applicable' | 'not_checked';
export type Result =
  | 'compliant'
  | 'corrected_on_site'
  | 'correction_ordered'
  | 'lead_created'
  | 'closed_premises'
  | 'refused_entry'
  | 'not_found';
export type Mark = 'children' | 'roster' | 'dwelling';
export type FileRole = 'photo' | 'record' | 'signature';
export type Kind = 'daily' | 'double_random' | 'special' | 'case' | 'recheck';
export type SchoolDay = 'term' | 'rest' | 'holiday' | 'vacation';

/** What a device says of where it stood: a claim, kept apart from what it is about. */
export interface Position {
  lng_wgs84: number;
  lat_wgs84: number;
  accuracy_m?: number;
}

// ---- what the office gives ----

export interface ServerKey {
  id: string;
  ed25519?: string;
  p256?: JsonWebKey;
}

export interface Officer {
  person: PersonId;
  name: string;
  certificate: string | null;
  key: JsonWebKey | null;
  key_id: string | null;
}

export interface Sweep {
  sweep: string;
  title: string;
  legal_basis: string;
  plan_no: string;
  approving_authority: string;
  starts_on: Day;
  ends_on: Day;
  checklist: string;
  team: { number: number; officers: PersonId[] } | null;
}

export interface ChecklistItem {
  code: string;
  section: string;
  question: string;
  question_en: string;
  basis: string;
  basis_en: string;
  subjects: string[] | null;
  delivery: string | null;
  violation: string | null;
  violation_word: string | null;
  violation_word_en: string | null;
}

export interface PastVisit {
  visit: string;
  happened_on: Day;
  result: Result;
  result_word: string;
  findings: number;
}

export type Corrected = 'yes' | 'partly' | 'no';

/** An order to correct that waits for its re-check; who is to stop at once has a day that is over. */
export interface OpenOrder {
  order: string;
  number: string;
  variant: 'correct' | 'stop_at_once';
  issued_on: Day | null;
  due_on: Day;
  refund_fen: number | null;
  items: OrderItem[];
}

export interface OrderItem {
  item: number;
  wrong: string;
  to_correct: string;
}

export interface Site {
  site: string;
  institution: string | null;
  name: string;
  address: string;
  district_code: string;
  street: string;
  lng: number | null;
  lat: number | null;
  standing: string;
  licence: { number: string; expires: Day | null; status_word: string } | null;
  subject_class: string | null;
  delivery_mode: string | null;
  phone: string;
  principal: string;
  sweep: string | null;
  team: number | null;
  order: number;
  state: 'missing' | Result;
  checklist: string;
  items: string[];
  history: PastVisit[];
  orders: OpenOrder[];
}

export interface Boundary {
  type: 'FeatureCollection';
  features: {
    type: 'Feature';
    properties: Record<string, string | number | null>;
    geometry: { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown };
  }[];
}

export interface Round {
  on: Day;
  as_of: Moment;
  district: { code: string; name: string };
  server_keys: ServerKey[];
  officers: Officer[];
  sweeps: Sweep[];
  checklists: Record<string, ChecklistItem[]>;
  sites: Site[];
  boundary: Boundary;
}

export interface Session {
  person: PersonId;
  name: string;
  username: string;
  district_code: string;
  district: string;
  csrf_token: string;
  language: 'zh' | 'en';
}

/** What is known of this tablet itself, once it is enrolled. */
export interface Device {
  device: string;
  label: string;
  enrolled_at: Moment;
  server_keys: ServerKey[];
}

/** An officer whose key lies on this tablet under a PIN. */
export interface LocalOfficer {
  person: PersonId;
  name: string;
  certificate: string | null;
}

// ---- what an inspector makes ----

export interface Place {
  name: string;
  address: string;
  district_code: string;
  lng_wgs84: number | null;
  lat_wgs84: number | null;
  seen: string;
  run_by: string;
}

/** A file of a visit; its bytes lie in the store under `sha256`, the view copy beside them. */
export interface Photo {
  sha256: Digest;
  bytes: number;
  taken_at: Moment;
  position: Position | null;
  role: FileRole;
  mark: Mark | null;
  item: string | null;
  name: string | null;
}

export interface Signature {
  who: 'author' | 'second_officer' | 'party';
  how: 'confirmed' | 'signed' | 'refused' | 'absent' | 'paper';
  at: Moment;
  note: string | null;
  person: PersonId | null;
  key: string | null;
  digest: Digest;
  signature: string | null;
  image: Digest | null;
}

/** The re-check of an order that was open at the site, with what the order asked; nothing is preset. */
export interface Recheck {
  order: string;
  number: string;
  answers: (OrderItem & { corrected: Corrected | null; note: string })[];
}

/** How the officers came in; a dwelling is entered with consent only, and never by force. */
export interface DwellingEntry {
  dwelling: boolean;
  consented: boolean | null;
  consented_by: string;
  at: Moment | null;
  note: string;
}

/** A visit being worked on. The screens change it freely; nothing here is preset but who, where and when. */
export interface Draft {
  visit: string;
  site: string | null;
  place: Place | null;
  title: string; // the name shown in lists: the site's, or the place's
  sweep: string | null;
  checklist: string;
  items: string[]; // the codes asked, in order
  kind: Kind | null;
  ground: string;
  author: PersonId;
  second_officer: PersonId | null;
  certificate_shown: boolean | null;
  school_day: SchoolDay | null;
  started_at: Moment;
  ended_at: Moment | null; // set when the record is read, before anybody signs
  read_digest: Digest | null; // of the record as it was read; any change after voids reading and signatures
  position: Position | null;
  result: Result | null;
  answers: Record<string, { answer: Answer; seen: string }>;
  met: { name: string; role: string } | null;
  stages: string;
  trainees_present: number | null;
  other_findings: string;
  note: string;
  entry: DwellingEntry | null;
  rechecks: Recheck[];
  photos: Photo[];
  signatures: Signature[];
  amends: string | null;
  reason: string | null;
  saved_at: Moment;
}

// ---- what is queued ----

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
    | 'invalid'
    | 'too_large'
    | 'bad_file'
    | 'digest_mismatch'
    | 'file_missing';
  said: string; // the office's own words, in the language asked for then; may be empty
  at: Moment;
}

export type SendState =
  | { kind: 'saved'; trouble: Trouble | null; next_try_at: Moment | null } // on this tablet only
  | { kind: 'sending'; photos_safe: number; photos_all: number } // being sent now
  | { kind: 'received'; number: string; at: Moment; photos_all: number } // all of it, receipts verified
  | { kind: 'stuck'; trouble: Trouble; photos_safe: number; photos_all: number }; // a person must act

/** A locked visit on its way to the office, as the screens see it. */
export interface QueueItem {
  visit: string;
  site: string | null;
  title: string;
  result: Result;
  sequence: number;
  digest: Digest;
  locked_at: Moment;
  amends: string | null;
  photos_all: number;
  state: SendState;
}

export interface StorageState {
  persistent: boolean | null; // null: the browser doesn't say
  used: number;
  quota: number;
}
