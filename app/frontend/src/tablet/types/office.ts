// What the office gives: this tablet’s keys and officers, and the round of a day.
import type { Day, Digest, Moment, PersonId, Result } from './terms.ts';

export interface ServerKey {
  id: string;
  ed25519?: string;
  p256?: JsonWebKey;
}

export interface Officer {
  person: PersonId;
  name: string;
  certificate: string | null;
  certificate_until?: Day | null;
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

/** A site of the area that needn't be in any round. */
export interface RegisteredSite extends Site {
  credit_code: string;
}

/** A sweep that is open in the area, with the districts it covers. */
export interface CoveringSweep extends Sweep {
  districts: string[];
}

/** The sites of the area as the office sends them: rows whose cells `columns` names. */
export interface Register {
  digest: Digest;
  unchanged: false;
  on: Day;
  as_of: Moment;
  columns: string[];
  sites: (string | number | null)[][];
  asked: string[][];
  left_out: boolean;
  sweeps: CoveringSweep[];
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
