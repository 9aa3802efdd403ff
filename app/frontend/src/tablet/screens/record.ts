// The on-site record (现场检查笔录) as the party reads it: the draft put into the words of the paper.

import { t, termWords, timeWords, tn, type ChecklistItem, type Draft, type Officer, type Photo, type Recheck, type Round, type Site, type Sweep } from '../core.ts';
import { partsOf } from './clockParts.ts';
import { bySection, itemsOf, sectionWords } from './sections.ts';

export interface RecordLine {
  words: string;
  answer: string;
  seen: string;
  law: string;
  isNo: boolean;
}

export interface SiteRecord {
  facts: { label: string; words: string; own: boolean }[];
  told: string;
  answered: string;
  sections: { title: string; lines: RecordLine[] }[];
  others: { label: string; words: string; own: boolean }[];
  result: string;
  closing: string;
}

/** What the tablet knows around a draft. */
interface Known {
  round: Round | null;
  site: Site | null;
  sweep: Sweep | null;
}

function momentWords(moment: string): string {
  return t('%(year)s-%(month)s-%(day)s %(hour)s:%(minute)s', partsOf(moment));
}

/** From when to when; the day is said once where it is the same. */
function spanWords(from: string, until: string | null): string {
  if (until === null) return momentWords(from);
  const [first, last] = [partsOf(from), partsOf(until)];
  const sameDay = first.day === last.day && first.month === last.month && first.year === last.year;
  return t('%(from)s to %(until)s', { from: momentWords(from), until: sameDay ? t('%(hour)s:%(minute)s', last) : momentWords(until) });
}

function officerWords(officer: Officer | undefined): string {
  if (officer === undefined) return '';
  return t('%(name)s, certificate %(number)s', { name: officer.name, number: officer.certificate ?? t('none known') });
}

function lineOf(item: ChecklistItem, draft: Draft, chinese: boolean): RecordLine[] {
  const given = draft.answers[item.code];
  if (given === undefined) return [];
  return [
    {
      words: chinese ? item.question : item.question_en,
      law: chinese ? item.basis : item.basis_en,
      answer: termWords('answer', given.answer),
      seen: given.answer === 'no' ? given.seen : '',
      isNo: given.answer === 'no',
    },
  ];
}

function placeWords(draft: Draft, site: Site | null): string {
  return site?.address ?? draft.place?.address ?? '';
}

/** The paper's parts; whatever isn't known stays out instead of standing empty. */
export function recordOf(draft: Draft, { round, site, sweep }: Known, chinese: boolean): SiteRecord {
  const officer = (person: string | null): Officer | undefined => round?.officers.find((one) => one.person === person);
  const [first, second] = [officer(draft.author), officer(draft.second_officer)];
  const facts = [
    { label: t('Task'), words: sweep?.title ?? (draft.kind ? termWords('kind', draft.kind) : ''), own: sweep !== null },
    { label: t('Ground'), words: sweep?.plan_no || draft.ground, own: true },
    { label: t('Party inspected'), words: draft.title, own: true },
    { label: t('Licence number'), words: site?.licence?.number ?? '', own: true },
    { label: t('Person in charge'), words: site?.principal || (draft.place?.run_by ?? ''), own: true },
    { label: t('Place inspected'), words: placeWords(draft, site), own: true },
    { label: t('Time'), words: spanWords(draft.started_at, draft.ended_at), own: false },
    { label: t('Present'), words: [draft.met?.name, draft.met?.role].filter(Boolean).join(t(', ')), own: true },
    { label: t('Enforcement officers'), words: [officerWords(first), officerWords(second)].filter(Boolean).join(t('; ')), own: true },
  ];
  const photos = draft.photos.filter((photo) => photo.role === 'photo');
  const names = [first?.name, second?.name].filter(Boolean).join('、');
  return {
    facts: facts.filter((one) => one.words !== ''),
    told: toldWords(draft, names),
    answered: t('On inspection, item by item:'),
    sections: bySection(itemsOf(round, draft)).map((part) => ({ title: sectionWords(part.section), lines: part.items.flatMap((item) => lineOf(item, draft, chinese)) })).filter((part) => part.lines.length > 0),
    others: othersOf(draft, photos),
    result: draft.result === null ? '' : termWords('result', draft.result),
    closing: isThere(draft) ? t('Please check this record. What is missing or wrong can be added or corrected. If it is right, please sign.') : '',
  };
}

/** How many photos there are, and when each was taken. */
function photosWords(photos: Photo[]): string {
  const count = tn('%(n)s photo', '%(n)s photos', photos.length);
  if (photos.length === 0) return count;
  return t('%(count)s (taken at %(times)s)', { count, times: photos.map((photo) => timeWords(photo.taken_at)).join(t(', ')) });
}

/** Whether somebody was there to whom rights could be told, and who could read and sign. */
function isThere(draft: Draft): boolean {
  return draft.met !== null || (draft.result !== 'closed_premises' && draft.result !== 'not_found');
}

function toldWords(draft: Draft, names: string): string {
  if (!isThere(draft) || draft.certificate_shown === null) return '';
  if (!draft.certificate_shown) return t('The officers did not show their certificates.');
  return t('We are the law enforcement officers %(names)s and have shown you our certificates. You may ask for our recusal if we have an interest in the matter or another relation that may impair fairness (Penalty Law Art 43), and you may state your case and defend yourself (Art 45). You are to answer truthfully and assist the inspection, and may not refuse or obstruct it (Art 55).', { names });
}

/** What was found of an order, item by item: "1 Corrected: the prices hang at the door". */
function recheckWords({ answers }: Recheck): string {
  const given = answers.flatMap(({ item, corrected, note }) =>
    corrected === null ? [] : [`${item} ${termWords('corrected', corrected)}${note.trim() ? t(': ') : ''}${note.trim()}`],
  );
  return given.join(t('; '));
}

function othersOf(draft: Draft, photos: Photo[]): SiteRecord['others'] {
  const consent = draft.entry?.dwelling
    ? t('The place is a dwelling; consent to come in was %(given)s by %(who)s', { given: draft.entry.consented === true ? t('given') : t('withheld'), who: draft.entry.consented_by || '—' })
    : '';
  const found = [
    { label: t('What was seen'), words: draft.place?.seen ?? '', own: true },
    { label: t('Dwelling'), words: consent, own: false },
    { label: t('Other problems'), words: draft.other_findings, own: true },
    { label: t('Trainees present'), words: draft.trainees_present === null ? '' : String(draft.trainees_present), own: false },
    { label: t('Stages taught'), words: draft.stages, own: true },
    { label: t('Notes'), words: draft.note, own: true },
    ...draft.rechecks.map((one) => ({ label: t('Re-check of %(number)s', { number: one.number }), words: recheckWords(one), own: true })),
    { label: t('Photos'), words: photosWords(photos), own: false },
    { label: t('Why it is corrected'), words: draft.reason ?? '', own: true },
  ];
  return found.filter((one) => one.words.trim() !== '');
}
