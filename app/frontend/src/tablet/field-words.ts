// What the fields of a record are called on the screen, for one that the office would not take.

import { t } from './words.ts';

/** The name of the field at a path of the manifest such as `/place/name`. */
export function fieldWords(path: string): string {
  const [part = '', ...rest] = path.split('/').filter(Boolean);
  const last = rest.at(-1) ?? '';
  if (part === 'place') return placeWords(last);
  if (part === 'met') return last === 'role' ? t('Post') : t('Name of the person');
  if (part === 'entry') return last === 'note' ? t('How it was said or written') : t('Who lives there');
  if (part === 'signatures') return t('Reason, and witness or number of the recording');
  if (part === 'answers' || part === 'rechecks') return t('What was seen');
  const words: Record<string, string> = {
    ground: t('Ground: approval, lead or order'),
    other_findings: t('Problems outside the checklist'),
    stages: t('Stages taught'),
    note: t('Notes'),
    reason: t('Why it is corrected'),
    trainees_present: t('Trainees present'),
  };
  return words[part] ?? path;
}

function placeWords(name: string): string {
  const words: Record<string, string> = { name: t('Name on the sign, or what it is called'), seen: t('What is seen there'), run_by: t('Who runs it') };
  return words[name] ?? t('Address');
}
