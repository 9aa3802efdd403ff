// What an inspector makes of a visit, until it is locked.
import type { OrderItem } from './office.ts';
import type { Answer, Corrected, Digest, FileRole, Kind, Mark, Moment, PersonId, Position, Result, SchoolDay } from './terms.ts';

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
  nobody_met?: boolean; // said of an entered place where nobody could be named; drafts of an older app don't say it
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
