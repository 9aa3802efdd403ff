// The manifest: what is signed, sent and kept of a visit, and the digest that people put their names to.
import { sha256, utf8 } from './bytes.ts';
import { canonical } from './canonical.ts';
import { recheckRecords, type RecheckRecord } from './rechecks.ts';
import type {
  Answer, Digest, Draft, DwellingEntry, Kind, Moment, PersonId, Photo, Position, Result, SchoolDay, Signature,
} from './types.ts';

/** Everything of a visit but its number on this tablet: complete once it has ended. */
export interface VisitRecord {
  visit: string;
  site: string | null;
  sweep: string | null;
  checklist: string;
  author: PersonId;
  second_officer: PersonId | null;
  started_at: Moment;
  ended_at: Moment | null;
  result: Result | null;
  answers: { item: string; answer: Answer; seen: string | null }[];
  met: { name: string; role: string | null } | null;
  signatures: Signature[];
  position: Position | null;
  files: Photo[];
  amends: string | null;
  reason: string | null;
  place?: Record<string, string | number | null>;
  kind?: Kind;
  ground?: string;
  certificate_shown?: boolean;
  school_day?: SchoolDay;
  stages?: string;
  trainees_present?: number;
  other_findings?: string;
  note?: string;
  entry?: Record<keyof DwellingEntry, string | boolean | null>;
  rechecks?: RecheckRecord[];
}

export interface Manifest extends VisitRecord {
  device_sequence: number;
  previous_digest: Digest | null;
}

/** The record as the draft stands; what wasn't filled in isn't in it. */
export function recordOf(draft: Draft): VisitRecord {
  const record: VisitRecord = {
    visit: draft.visit,
    site: draft.site,
    sweep: draft.sweep,
    checklist: draft.checklist,
    author: draft.author,
    second_officer: draft.second_officer,
    started_at: draft.started_at,
    ended_at: draft.ended_at,
    result: draft.result,
    answers: draft.items.flatMap((item) => answered(draft, item)),
    met: draft.met === null || said(draft.met.name) === null ? null : { name: draft.met.name.trim(), role: said(draft.met.role) },
    signatures: draft.signatures.map((signature) => ({ ...signature })),
    position: position(draft.position),
    files: draft.photos.map((photo) => ({ ...photo, position: position(photo.position) })),
    amends: draft.amends,
    reason: draft.reason,
  };
  return { ...record, ...further(draft) };
}

function answered(draft: Draft, item: string): VisitRecord['answers'] {
  const given = draft.answers[item];
  return given === undefined ? [] : [{ item, answer: given.answer, seen: said(given.seen) }];
}

function further(draft: Draft): Partial<VisitRecord> {
  const { place, entry } = draft;
  const all: { [Name in keyof VisitRecord]?: VisitRecord[Name] | null } = {
    place: place && { ...place, name: said(place.name), seen: said(place.seen), run_by: said(place.run_by) },
    kind: draft.kind,
    ground: said(draft.ground),
    certificate_shown: draft.certificate_shown,
    school_day: draft.school_day,
    stages: said(draft.stages),
    trainees_present: draft.trainees_present,
    other_findings: said(draft.other_findings),
    note: said(draft.note),
    entry: entry && { ...entry, consented_by: said(entry.consented_by), note: said(entry.note) },
    rechecks: draft.rechecks.length > 0 ? recheckRecords(draft) : null,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Partial<VisitRecord>;
}

function said(text: string): string | null {
  return text.trim() || null;
}

/** A place without the accuracy that this device didn't give. */
function position(given: Position | null): Position | null {
  if (given === null) return null;
  const { lng_wgs84, lat_wgs84, accuracy_m } = given;
  return accuracy_m === undefined ? { lng_wgs84, lat_wgs84 } : { lng_wgs84, lat_wgs84, accuracy_m };
}

/** The record without signatures and drawn names: this is what each of them confirms. */
export async function digestOfRecord(record: VisitRecord): Promise<Digest> {
  const { signatures: _names, ...rest } = record;
  const files = rest.files.filter((file) => file.role !== 'signature');
  return sha256(utf8(canonical(asJson({ ...rest, files }))));
}

export function recordDigest(draft: Draft): Promise<Digest> {
  return digestOfRecord(recordOf(draft));
}

/** The bytes of the manifest as they are kept, sent and named by the receipt. */
export function manifestText(manifest: Manifest): string {
  return canonical(asJson(manifest));
}

/** A plain copy; an interface isn't assignable to an index signature, its JSON is. */
function asJson(value: object): Parameters<typeof canonical>[0] {
  return JSON.parse(JSON.stringify(value)) as Parameters<typeof canonical>[0];
}
