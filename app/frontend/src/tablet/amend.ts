// From a record back to a draft: to show what another tablet gave, and to begin a new version.
import { database } from './database.ts';
import { begin, empty } from './drafts.ts';
import type { Manifest, VisitRecord } from './manifest.ts';
import { rechecksOf } from './rechecks.ts';
import { Refusal } from './refusal.ts';
import { keptRegister, sitesOf } from './register.ts';
import { latestRound } from './rounds.ts';
import type { Draft, DwellingEntry, OpenOrder, Place } from './types.ts';
import { t } from './words.ts';

/** Begins a new version of a locked visit: the old one stays as it was, the new one says why and is signed anew. */
export async function amend(visit: string, reason: string): Promise<Draft> {
  const queue = await (await database()).getAll('queue');
  const row = queue.find((one) => one.visit === visit);
  if (queue.some((one) => one.amends === visit)) throw new Refusal(t('This record was corrected already. Correct its newer version.'));
  if (row === undefined) throw new Refusal(t('This visit is no longer on the tablet. Correct it at the desk.'));
  const old = JSON.parse(row.body) as Manifest;
  const { items, orders } = await asked(old);
  const draft = draftOf(old, row.title, items, orders);
  const photos = draft.photos.filter((photo) => photo.role !== 'signature');
  const next = { ...draft, visit: crypto.randomUUID(), photos, signatures: [], ended_at: null, amends: visit, reason };
  return begin(next, (other) => other.amends === visit);
}

/** The draft that a record was made from. */
export function draftOf(record: VisitRecord, title: string, items: string[], orders: OpenOrder[] = []): Draft {
  const { place, entry, rechecks = [], met } = record;
  return {
    ...empty({ author: record.author, second_officer: record.second_officer }),
    visit: record.visit,
    site: record.site,
    place: place ? (withText(place, ['name', 'seen', 'run_by']) as unknown as Place) : null,
    title,
    sweep: record.sweep,
    checklist: record.checklist,
    items,
    kind: record.kind ?? null,
    ground: record.ground ?? '',
    certificate_shown: record.certificate_shown ?? null,
    school_day: record.school_day ?? null,
    started_at: record.started_at,
    ended_at: record.ended_at,
    position: record.position,
    result: record.result,
    answers: Object.fromEntries(record.answers.map(({ item, answer, seen }) => [item, { answer, seen: seen ?? '' }])),
    met: met && { name: met.name, role: met.role ?? '' },
    nobody_met: met === null,
    stages: record.stages ?? '',
    trainees_present: record.trainees_present ?? null,
    other_findings: record.other_findings ?? '',
    note: record.note ?? '',
    entry: entry ? (withText(entry, ['consented_by', 'note']) as unknown as DwellingEntry) : null,
    rechecks: rechecksOf(rechecks, orders),
    photos: record.files,
    signatures: record.signatures,
    amends: record.amends,
    reason: record.reason,
  };
}

/** A part of the record with empty text for what it left out. */
function withText(part: Readonly<Record<string, unknown>>, names: string[]): Record<string, unknown> {
  return { ...part, ...Object.fromEntries(names.map((name) => [name, part[name] ?? ''])) };
}

/** What was asked in the visit: the items of the checklist, and the orders open at the site. */
async function asked(old: Manifest): Promise<{ items: string[]; orders: OpenOrder[] }> {
  const [round, register] = [await latestRound(), await keptRegister()];
  const known = [...(round?.sites ?? []), ...(register ? sitesOf(register, old.checklist) : [])];
  const site = known.find((one) => one.site === old.site && one.checklist === old.checklist);
  const codes = (round?.checklists[old.checklist] ?? []).map((item) => item.code);
  const items = site?.items ?? (codes.length > 0 ? codes : old.answers.map((given) => given.item));
  return { items, orders: site?.orders ?? [] };
}
