// The six parts of a visit, and what each still lacks before the record can be locked.

import { t, tn, type Draft, type Missing } from '../core.ts';

export const STEPS = ['arrive', 'checklist', 'photos', 'met', 'signatures'] as const;
export type Step = (typeof STEPS)[number];

export function stepWords(step: Step | 'lock'): string {
  return {
    arrive: t('Arrival'),
    checklist: t('Checklist'),
    photos: t('Photos'),
    met: t('Who was met'),
    signatures: t('Signatures'),
    lock: t('Lock'),
  }[step];
}

/** What a part lacks in three words: “Checklist lacks 3”. */
export function lackWords(step: Step, count: number): string {
  const words: Record<Step, () => string> = {
    arrive: () => tn('Arrival lacks %(n)s', 'Arrival lacks %(n)s', count),
    checklist: () => tn('Checklist lacks %(n)s', 'Checklist lacks %(n)s', count),
    photos: () => tn('Photos lack %(n)s', 'Photos lack %(n)s', count),
    met: () => tn('Who was met lacks %(n)s', 'Who was met lacks %(n)s', count),
    signatures: () => tn('Signatures lack %(n)s', 'Signatures lack %(n)s', count),
  };
  return words[step]();
}

const NOT_ENTERED = new Set(['closed_premises', 'refused_entry', 'not_found']);

/** How many questions wait; where nobody got in, none does. */
export function openItems(draft: Draft): number {
  return NOT_ENTERED.has(draft.result ?? '') ? 0 : draft.items.filter((code) => !draft.answers[code]).length;
}

/** What stands in the way, by part, with how many things each lacks. */
export function lacksOf(missing: Missing[], draft: Draft): { step: Step; count: number }[] {
  return STEPS.flatMap((step) => {
    const found = missing.filter((one) => one.step === step && one.code !== 'visits.every_item_is_answered');
    const count = found.length + (step === 'checklist' ? openItems(draft) : 0);
    return count > 0 ? [{ step, count }] : [];
  });
}
