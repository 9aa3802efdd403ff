// Where a locked record is, in the words of its chip and of the line under it.

import { t, timeWords, troubleWords, type Decided, type QueueItem } from '../core.ts';

interface Look {
  tone: 'jade' | 'slate' | 'cin';
  icon: string;
  words: string;
}

/** The chip: on this tablet, on its way, received, or stuck. */
export function lookOf({ state }: QueueItem): Look {
  switch (state.kind) {
    case 'received':
      return { tone: 'jade', icon: 'disc-tick', words: t('Received by the bureau, No. %(number)s, %(time)s', { number: state.number, time: timeWords(state.at) }) };
    case 'sending':
      return { tone: 'slate', icon: 'half-disc', words: t('Sending, %(safe)s of %(all)s photos safe', { safe: state.photos_safe, all: state.photos_all }) };
    case 'decided':
      return { tone: 'slate', icon: 'disc-tick', words: decidedWords(state.decided) };
    case 'stuck':
      return { tone: 'cin', icon: 'octagon-exclaim', words: t('Stuck: saved on this tablet, not received') };
    default:
      return { tone: 'slate', icon: 'dashed-ring', words: t('Saved on this tablet, not sent yet') };
  }
}

function decidedWords({ how }: Decided): string {
  return { dismissed: t('Decided by the bureau: not entered'), entered: t('Decided by the bureau: entered there'), replaced: t('Decided by the bureau: its correction is entered') }[how];
}

/** What stood in the way; nothing where nothing did. */
export function troubleOf({ state }: QueueItem): ReturnType<typeof troubleWords> | null {
  const found = state.kind === 'saved' || state.kind === 'stuck' ? state.trouble : null;
  return found === null ? null : troubleWords(found);
}

/** Always one thing to say, so that its place is never empty. */
export function whyWords(item: QueueItem): string {
  const trouble = troubleOf(item);
  if (trouble !== null) return [trouble.why, trouble.said, trouble.way_on_words].filter(Boolean).join(' ');
  if (item.state.kind === 'decided') return item.state.decided.said;
  if (item.state.kind === 'received') return t('The bureau has the record and all its photos.');
  if (item.state.kind === 'sending') return t('It is on its way. Until the receipt is here, it stays on this tablet.');
  return t('It goes by itself as soon as there is a network.');
}
