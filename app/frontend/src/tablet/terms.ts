// The law's own words for what the tablet records; a test holds them equal to inspections/vocabulary.py.
import { t } from './words.ts';

export const TERMS = {
  result: {
    compliant: 'No findings',
    corrected_on_site: 'Corrected on site',
    correction_ordered: 'Ordered to correct',
    lead_created: 'Lead created',
    closed_premises: 'Premises closed',
    refused_entry: 'Entry refused',
    not_found: 'Not found',
  },
  answer: { yes: 'Yes', no: 'No', not_applicable: 'Not applicable', not_checked: 'Not checked' },
  kind: {
    daily: 'Daily',
    double_random: 'Double-random',
    special: 'Special',
    case: 'Case',
    recheck: 'Re-check',
  },
  school_day: { term: 'School day', rest: 'Rest day', holiday: 'Public holiday', vacation: 'Vacation' },
  standing: {
    blacklisted: 'Blacklisted',
    licensed: 'Licensed',
    unlicensed: 'Licence ended',
    unknown: 'No licence known',
  },
  subject_class: { subject: 'Subject', non_subject: 'Non-subject' },
  delivery_mode: { offline: 'Offline', online: 'Online' },
  mark: { children: 'Shows children', roster: 'List of pupils', dwelling: 'Inside a dwelling' },
} as const satisfies Record<string, Record<string, string>>;

/** The word for a code of a group; the code itself where a newer office knows more than this app. */
export function termWords(group: keyof typeof TERMS, code: string): string {
  const words: Readonly<Record<string, string>> = TERMS[group];
  return t(words[code] ?? code);
}
