// What went wrong, in words for a person.

import { exactTimeWords, t, WrongPin } from '../core.ts';

/** The error's own words where it carries some for people, else that it isn't known. */
export function faultWords(error: unknown): string {
  const words = error instanceof Error ? error.message : '';
  return words === '' ? t('That did not work. Try it again.') : words;
}

/** The same of a PIN: how many tries are left, or from when on the next one counts. */
export function pinWords(error: unknown): string {
  if (!(error instanceof WrongPin)) return faultWords(error);
  if (error.until === null) return t('Wrong PIN. Tries left: %(n)s.', { n: error.tries_left });
  return t('Wrong PIN too often. Try again from %(time)s on.', { time: exactTimeWords(error.until) });
}
