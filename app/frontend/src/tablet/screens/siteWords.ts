// What a site's line says: its last visit, where its record stands, how far it is.

import { t, termWords, tn, type Result, type Site } from '../core.ts';

/** An English term begins small inside a sentence. */
function inSentence(term: string): string {
  return term.charAt(0).toLowerCase() + term.slice(1);
}

/** The last visit in short: “last 05-21, no findings”. */
export function lastWords(site: Site): string {
  const last = site.history[0];
  if (last === undefined) return '';
  const day = last.happened_on.slice(5);
  const ended = last.findings > 0 ? tn('%(n)s problem found', '%(n)s problems found', last.findings) : inSentence(termWords('result', last.result));
  return t('last %(day)s, %(result)s', { day, result: ended });
}

/** Where the record of a site that was visited is now. */
export function stateWords(site: Site, state: string): string {
  const lanes: Record<string, string> = {
    saved: t('Locked, saved on this tablet'),
    sending: t('Locked, being sent'),
    received: t('Received by the bureau'),
    stuck: t('Not sent: see the outbox'),
  };
  return lanes[state] ?? termWords('result', (state === 'missing' ? site.state : state) as Result);
}

/** A distance as people say it. */
export function farWords(metres: number): string {
  if (metres >= 1000) return t('%(n)s km', { n: (metres / 1000).toFixed(1) });
  return t('%(n)s m', { n: Math.max(Math.round(metres / 10) * 10, 10) });
}
