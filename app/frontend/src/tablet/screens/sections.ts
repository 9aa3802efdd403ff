// The words for the parts of the checklist, and how a run of answers reads when it is folded.

import { t, tn, type Answer, type ChecklistItem, type Draft, type Round } from '../core.ts';

/** The part of the record under which an item stands. */
export function sectionWords(code: string): string {
  const words: Record<string, string> = {
    licence: t('Licence and registration'),
    fees: t('Fees'),
    staff: t('Staff'),
    teaching: t('What is taught, and when'),
    premises: t('Premises and fire safety'),
    online: t('Online records'),
    enrolment: t('Advertising, enrolment, competitions'),
    emergency: t('Emergency measures'),
  };
  return words[code] ?? code;
}

/** The items asked in this visit, in the checklist's order. */
export function itemsOf(round: Round | null, draft: Draft): ChecklistItem[] {
  const all = round?.checklists[draft.checklist] ?? [];
  const asked = new Set(draft.items);
  return all.filter((item) => asked.has(item.code));
}

/** Items by their part, in the order in which the parts come. */
export function bySection(items: ChecklistItem[]): { section: string; items: ChecklistItem[] }[] {
  const found = new Map<string, ChecklistItem[]>();
  for (const item of items) found.set(item.section, [...(found.get(item.section) ?? []), item]);
  return [...found].map(([section, inside]) => ({ section, items: inside }));
}

/** What a run of answers says: “10 answered yes, 2 not checked”. */
export function runWords(answers: Answer[]): string {
  const count = (answer: Answer): number => answers.filter((one) => one === answer).length;
  const parts = [
    count('yes') > 0 ? tn('%(n)s answered yes', '%(n)s answered yes', count('yes')) : '',
    count('not_applicable') > 0 ? tn('%(n)s not applicable', '%(n)s not applicable', count('not_applicable')) : '',
    count('not_checked') > 0 ? tn('%(n)s not checked', '%(n)s not checked', count('not_checked')) : '',
  ];
  return parts.filter(Boolean).join(t(', '));
}
