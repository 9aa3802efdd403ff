// The walk of the day: which site comes next, what is done, what was put aside, how far it is.

import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { useRound, type Round, type Site } from '../core.ts';
import { metres, type Point } from './ground.ts';

const NOT_DONE = new Set(['missing', 'draft']);
const SKIPPED = 'mingcha-skipped';

interface Skipped {
  on: string;
  sites: string[];
}

const skipped = ref<Skipped>(stored());

function stored(): Skipped {
  try {
    const found = JSON.parse(localStorage.getItem(SKIPPED) ?? '') as Partial<Skipped>;
    return { on: String(found.on), sites: Array.isArray(found.sites) ? found.sites.map(String) : [] };
  } catch {
    return { on: '', sites: [] }; // nothing stored, or storage is forbidden: nothing is skipped
  }
}

function keep(next: Skipped): void {
  skipped.value = next;
  try {
    localStorage.setItem(SKIPPED, JSON.stringify(next));
  } catch {
    // the order of the walk is a convenience; it lasts until the app is closed
  }
}

/** Puts a site at the end of the walk for this day. */
export function skip(site: string, on: string): void {
  const before = skipped.value.on === on ? skipped.value.sites : [];
  keep({ on, sites: [...before.filter((one) => one !== site), site] });
}

/** Puts it back in its place. */
export function unskip(site: string): void {
  keep({ ...skipped.value, sites: skipped.value.sites.filter((one) => one !== site) });
}

/** Where a site stands, when that is known. */
export function pointOf(site: Site): Point | null {
  return site.lng === null || site.lat === null ? null : { lng: site.lng, lat: site.lat };
}

export interface Walk {
  round: Ref<Round | null>;
  all: ComputedRef<Site[]>;
  done: ComputedRef<Site[]>;
  left: ComputedRef<Site[]>;
  numberOf: (site: Site) => number;
  isDone: (site: Site) => boolean;
  isSkipped: (site: Site) => boolean;
}

/** The sites of the loaded round in walking order, the skipped ones last. */
export function useWalk(): Walk {
  const { round, stateOf } = useRound();
  const all = computed(() => [...(round.value?.sites ?? [])].sort((a, b) => a.order - b.order));
  const numbers = computed(() => new Map(all.value.map((site, index) => [site.site, index + 1])));
  const isDone = (site: Site): boolean => !NOT_DONE.has(stateOf(site));
  const late = computed(() => (skipped.value.on === round.value?.on ? skipped.value.sites : []));
  const isSkipped = (site: Site): boolean => late.value.includes(site.site);
  const done = computed(() => all.value.filter(isDone));
  const left = computed(() => {
    const open = all.value.filter((site) => !isDone(site));
    const last = open.filter(isSkipped).sort((a, b) => late.value.indexOf(a.site) - late.value.indexOf(b.site));
    return [...open.filter((site) => !isSkipped(site)), ...last];
  });
  return { round, all, done, left, numberOf: (site) => numbers.value.get(site.site) ?? 0, isDone, isSkipped };
}

/** How far it is from stop to stop, in metres; stops without a point count nothing. */
export function lengthOf(from: Point | null, sites: Site[]): number {
  const stops = [from, ...sites.map(pointOf)].filter((one) => one !== null);
  return stops.slice(1).reduce((sum, stop, index) => sum + metres(stops[index] as Point, stop), 0);
}
