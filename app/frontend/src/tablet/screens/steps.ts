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

export type Part = Step | 'result';

/** What a part lacks in three words: “Checklist lacks 3”. */
export function lackWords(part: Part, count: number): string {
  const words: Record<Part, () => string> = {
    arrive: () => tn('Arrival lacks %(n)s', 'Arrival lacks %(n)s', count),
    checklist: () => tn('Checklist lacks %(n)s', 'Checklist lacks %(n)s', count),
    photos: () => tn('Photos lack %(n)s', 'Photos lack %(n)s', count),
    met: () => tn('Who was met lacks %(n)s', 'Who was met lacks %(n)s', count),
    result: () => t('Result not settled'),
    signatures: () => tn('Signatures lack %(n)s', 'Signatures lack %(n)s', count),
  };
  return words[part]();
}

const NOT_ENTERED = new Set(['closed_premises', 'refused_entry', 'not_found']);
const ORDER = ['arrive', 'checklist', 'photos', 'met', 'result', 'signatures'] as const;

function partOf({ code, step }: Missing): Part {
  return code.startsWith('visits.result') ? 'result' : step;
}

/** Whether the checklist is asked: not where nobody got in, unless something was answered before. */
export function asksItems(draft: Draft): boolean {
  return !NOT_ENTERED.has(draft.result ?? '') || Object.keys(draft.answers).length > 0;
}

/** How many questions wait; where nobody got in, none does. */
export function openItems(draft: Draft): number {
  return NOT_ENTERED.has(draft.result ?? '') ? 0 : draft.items.filter((code) => !draft.answers[code]).length;
}

/** What is asked from the start on, though the rules ask it only once there is a result. */
function early(part: Part, missing: Missing[], draft: Draft): number {
  if (part === 'checklist') return openItems(draft);
  const unsaid = draft.certificate_shown === null && draft.result === null;
  return part === 'arrive' && unsaid && !missing.some((one) => one.code === 'visits.certificate_was_shown') ? 1 : 0;
}

/** What stands in the way, by part, with how many things each lacks. */
export function lacksOf(missing: Missing[], draft: Draft): { part: Part; count: number }[] {
  return ORDER.flatMap((part) => {
    const found = missing.filter((one) => partOf(one) === part && one.code !== 'visits.every_item_is_answered');
    const count = found.length + early(part, missing, draft);
    return count > 0 ? [{ part, count }] : [];
  });
}

/** Whether a part has what it needs; photos and a name met are shown as done only when there are some. */
export function isComplete(step: Step, draft: Draft, lacks: { part: Part }[]): boolean {
  if (lacks.some((one) => one.part === step)) return false;
  if (step === 'photos') return draft.photos.some((photo) => photo.role === 'photo');
  return step !== 'met' || (draft.met?.name ?? '') !== '' || draft.nobody_met === true;
}
