// The store as the screens watch it: refs that follow every change, whichever tab made it.
import { computed, readonly, ref, shallowReadonly, shallowRef, type ShallowRef } from 'vue';
import { database } from './database.ts';
import { thisDevice } from './device.ts';
import { localOfficers } from './enrolment.ts';
import { listen, type News, tell } from './news.ts';
import { reviveHeld } from './outbox.ts';
import { queueItems } from './queue.ts';
import { Refusal } from './refusal.ts';
import { keptRegister, sitesOf } from './register.ts';
import { latestRound, loadRound } from './rounds.ts';
import { askToKeep, storageState } from './storage.ts';
import type { Day, Device, Draft, LocalOfficer, QueueItem, Register, Result, Round, Site, StorageState, Sweep, Trouble } from './types.ts';
import { opensOffline } from './update.ts';
import { t } from './words.ts';

const items = shallowRef<QueueItem[]>([]);
const drafts = shallowRef<Draft[]>([]);
const round = shallowRef<Round | null>(null);
const register = shallowRef<Register | null>(null);
const device = shallowRef<Device | null>(null);
const officers = shallowRef<LocalOfficer[]>([]);
const storage = shallowRef<StorageState | null>(null);
const roundTrouble = shallowRef<Trouble | null>(null);
const loaded = ref(false);
const loading = ref(false);
const online = ref(navigator.onLine);
const sendingVisit = ref<string | null>(null);
const minute = ref(Date.now());

/** Reads once more after the last of several changes, not once for each: a long queue tells of many. */
function following<Value>(target: ShallowRef<Value>, read: () => Promise<Value>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const readAll = async (): Promise<void> => {
    do {
      again = false;
      target.value = await read();
    } while (again);
  };
  return () => {
    again = true;
    running ??= readAll().finally(() => (running = null));
    return running;
  };
}

const readItems = following(items, () => queueItems(sendingVisit.value));
const readDrafts = following(drafts, async () => (await database()).getAll('drafts'));
const readRound = following(round, latestRound);
const readRegister = following(register, keptRegister);
const readDevice = following(device, thisDevice);
const readOfficers = following(officers, localOfficers);

function hear(news: News): void {
  if (news.about === 'sending') sendingVisit.value = news.visit;
  if (news.about === 'sending' || news.about === 'queue') void readItems();
  if (news.about === 'drafts') void readDrafts();
  if (news.about === 'round') void Promise.all([readRound(), readRegister()]);
  if (news.about === 'device') void Promise.all([readDevice(), readOfficers()]);
}

/** Reads everything once and follows it from then on. */
export async function startWatching(): Promise<void> {
  listen(hear);
  for (const name of ['online', 'offline']) addEventListener(name, () => (online.value = navigator.onLine));
  setInterval(() => (minute.value = Date.now()), 30_000);
  await Promise.all([readItems(), readDrafts(), readRound(), readRegister(), readDevice(), readOfficers()]);
  loaded.value = true;
  void askToKeep().then((state) => (storage.value = state)); // a browser may ask its user first
}

export function useDevice() {
  return { device: shallowReadonly(device), officers: shallowReadonly(officers), loaded: readonly(loaded) };
}

export function useDrafts() {
  return { drafts: shallowReadonly(drafts) };
}

export function useOutbox() {
  const count = (kind: QueueItem['state']['kind']): number => items.value.filter((item) => item.state.kind === kind).length;
  const counts = computed(() => ({ saved: count('saved'), sending: count('sending'), received: count('received'), stuck: count('stuck') }));
  const sending = computed(() => {
    const state = items.value.find((item) => item.state.kind === 'sending')?.state;
    return state?.kind === 'sending' ? { photos_safe: state.photos_safe, photos_all: state.photos_all } : null;
  });
  const last = computed(() => {
    const received = items.value.flatMap(({ state }) => (state.kind === 'received' ? [{ number: state.number, at: state.at }] : []));
    return received.sort((one, other) => one.at.localeCompare(other.at)).at(-1) ?? null;
  });
  return { items: shallowReadonly(items), counts, sending, last, online: readonly(online) };
}

export function useRound() {
  const load = async (on: Day): Promise<void> => {
    loading.value = true;
    roundTrouble.value = null;
    try {
      await loadRound(on);
      await reviveHeld();
      tell({ about: 'locked' }); // what the office kept apart may have been decided
      if (!(await opensOffline())) throw new Refusal(t('The round is loaded, but the app can’t be opened without a network yet. Leave it open and load once more.'));
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      roundTrouble.value = fault.trouble;
      throw fault;
    } finally {
      loading.value = false;
    }
  };
  const age = computed(() => (round.value === null ? null : Math.max(0, Math.floor((minute.value - Date.parse(round.value.as_of)) / 60_000))));
  return {
    round: shallowReadonly(round), age_minutes: age, loading: readonly(loading), trouble: shallowReadonly(roundTrouble), load, stateOf,
  };
}

/** What is carried beside the round: the area's sites, the sweeps that cover them, and when they were asked for. */
export function useRegister() {
  return { register: shallowReadonly(register), sites: area, siteOf, sweepOf };
}

const area = computed(() => (register.value === null ? [] : sitesOf(register.value, Object.keys(round.value?.checklists ?? {})[0] ?? '')));
const areaByCode = computed(() => new Map(area.value.map((site) => [site.site, site])));

/** A site of the round or of the area; the round knows more of its own. */
function siteOf(site: string | null): Site | null {
  if (site === null) return null;
  return round.value?.sites.find((one) => one.site === site) ?? areaByCode.value.get(site) ?? null;
}

function sweepOf(sweep: string | null): Sweep | null {
  const known = [...(round.value?.sweeps ?? []), ...(register.value?.sweeps ?? [])];
  return known.find((one) => one.sweep === sweep) ?? null;
}

/** How far a site is: what the tablet itself holds of it goes before what the office knew when the round was loaded. */
function stateOf(site: Site): Result | QueueItem['state']['kind'] | 'missing' | 'draft' {
  if (drafts.value.some((draft) => draft.site === site.site && draft.sweep === site.sweep)) return 'draft';
  const inSweep = (item: QueueItem): boolean => item.sweep === undefined || item.sweep === site.sweep;
  const counts = (item: QueueItem): boolean => inSweep(item) && dayIsOf(item) && item.state.kind !== 'decided';
  const own = items.value.filter((item) => item.site === site.site && counts(item)).at(-1);
  return own?.state.kind ?? site.state;
}

/** A visit that an earlier round held is history; what still waits to be sent never is. */
function dayIsOf(item: QueueItem): boolean {
  const starts = round.value?.sweeps.map((sweep) => sweep.starts_on).sort()[0];
  return item.state.kind !== 'received' || starts === undefined || item.locked_at.slice(0, 10) >= starts;
}

export function useStorage() {
  const ask = async (): Promise<void> => {
    storage.value = await askToKeep();
  };
  const refresh = async (): Promise<void> => {
    storage.value = await storageState();
  };
  const warning = computed(() => storage.value?.persistent === false);
  return { storage: shallowReadonly(storage), warning, ask, refresh };
}
