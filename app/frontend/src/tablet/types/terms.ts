// The smallest words: moments, digests, and the codes that the law and the office gave names to.

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
export type Corrected = 'yes' | 'partly' | 'no';
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
