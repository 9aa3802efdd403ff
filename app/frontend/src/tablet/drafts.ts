// Visits being worked on: begun from the round, kept at every change, thrown away or locked.
import { database, writing } from './database.ts';
import { now } from './moments.ts';
import { tell } from './news.ts';
import { dropFiles } from './photos.ts';
import { keptRegister, sitesOf } from './register.ts';
import { Refusal } from './refusal.ts';
import { latestRound } from './rounds.ts';
import type { Draft, Kind, PersonId, Place, Round, Site } from './types.ts';
import { t } from './words.ts';

interface Crew {
  author: PersonId;
  second_officer: PersonId | null;
}

interface Outside {
  site: string;
  kind: Kind;
  ground: string;
  sweep: string | null; // a sweep that covers the site, for a special inspection
}

/** Begins a visit of a site of the round, or gives the draft that is there already. */
export async function startVisit({ site, author, second_officer }: Crew & { site: string }): Promise<Draft> {
  const round = await loadedRound();
  const found = round.sites.find((one) => one.site === site);
  if (found === undefined) throw new Refusal(t('This site is not in the round on this tablet.'));
  const draft = { ...empty({ author, second_officer }), ...ofSite(found), kind: found.sweep === null ? null : ('special' as const) };
  return begin(draft, (other) => isSameVisit(other, draft));
}

/** Begins a visit that no round holds, at a site of the area, on its own ground; or gives the draft of it. */
export async function startOutside({ site, kind, ground, sweep, author, second_officer }: Crew & Outside): Promise<Draft> {
  const [checklist] = Object.keys((await loadedRound()).checklists);
  const register = await keptRegister();
  const found = register && sitesOf(register, checklist ?? '').find((one) => one.site === site);
  if (!found) throw new Refusal(t('This site is not in the list on this tablet.'));
  const draft = { ...empty({ author, second_officer }), ...ofSite(found), kind, ground, sweep };
  return begin(draft, (other) => isSameVisit(other, draft));
}

function isSameVisit(one: Draft, other: Draft): boolean {
  return one.site === other.site && one.sweep === other.sweep && one.kind === other.kind && one.amends === null;
}

/** Begins the record of a place on no register. */
export async function startPlace({ place, sweep, author, second_officer }: Crew & { place: Place; sweep: string | null }): Promise<Draft> {
  const { sweeps, checklists } = await loadedRound();
  const checklist = sweeps.find((one) => one.sweep === sweep)?.checklist ?? Object.keys(checklists)[0];
  if (checklist === undefined) throw new Refusal(t('Load a round first: it brings the checklist.'));
  const items = (checklists[checklist] ?? []).map((item) => item.code);
  const fresh = empty({ author, second_officer });
  return begin({
    ...fresh, place, checklist, items, sweep, title: place.name || place.address, kind: sweep === null ? null : 'special',
  });
}

/** Throws a draft away with its photos. What is locked can't be thrown away. */
export async function discard(visit: string): Promise<void> {
  const draft = await (await database()).get('drafts', visit);
  if (draft === undefined) return;
  const change = await writing(['drafts']);
  await change.objectStore('drafts').delete(visit);
  await change.done;
  await dropFiles(draft.photos.map((photo) => photo.sha256), visit);
  tell({ about: 'drafts' });
}

/** Writes a draft to the disk. A draft that was locked or thrown away meanwhile stays away. */
export async function keepDraft(draft: Draft): Promise<void> {
  const change = await writing(['drafts']);
  const drafts = change.objectStore('drafts');
  if ((await drafts.getKey(draft.visit)) !== undefined) await drafts.put({ ...draft, saved_at: now() });
  await change.done;
}

/** Writes a new draft, unless another window wrote the same one first: then that one is given. */
export async function begin(draft: Draft, isSame: (other: Draft) => boolean = () => false): Promise<Draft> {
  const change = await writing(['drafts']);
  const drafts = change.objectStore('drafts');
  const open = (await drafts.getAll()).find(isSame);
  if (open === undefined) await drafts.put(draft);
  await change.done;
  tell({ about: 'drafts' });
  return open ?? draft;
}

async function loadedRound(): Promise<Round> {
  const round = await latestRound();
  if (round === null) throw new Refusal(t('Load a round first: it brings the checklist.'));
  return round;
}

function ofSite(site: Site): Partial<Draft> {
  return { site: site.site, title: site.name, sweep: site.sweep, checklist: site.checklist, items: [...site.items] };
}

export function empty({ author, second_officer }: Crew): Draft {
  return {
    visit: crypto.randomUUID(),
    site: null,
    place: null,
    title: '',
    sweep: null,
    checklist: '',
    items: [],
    kind: null,
    ground: '',
    author,
    second_officer,
    certificate_shown: null,
    school_day: null,
    started_at: now(),
    ended_at: null,
    read_digest: null,
    position: null,
    result: null,
    answers: {},
    met: null,
    stages: '',
    trainees_present: null,
    other_findings: '',
    note: '',
    entry: null,
    rechecks: [],
    photos: [],
    signatures: [],
    amends: null,
    reason: null,
    saved_at: now(),
  };
}
