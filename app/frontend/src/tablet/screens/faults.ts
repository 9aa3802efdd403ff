// What went wrong, in words for a person.

import { t } from '../core.ts';

/** The error's own words where it carries some for people, else that it isn't known. */
export function faultWords(error: unknown): string {
  const words = error instanceof Error ? error.message : '';
  return words === '' ? t('That did not work. Try it again.') : words;
}
