// Finding a site of the area by what somebody types: parts of its name, address, code or licence number.

import type { RegisteredSite, Site } from '../core.ts';
import { metres, type Point } from './ground.ts';
import { pointOf } from './walk.ts';

export const SHOWN = 20;

/** Full and half width, upper and lower case are the same to a finger. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Whether every typed part stands somewhere in what is known of a site. */
export function fits(site: Site & Partial<RegisteredSite>, typed: string): boolean {
  const words = plain([site.name, site.address, site.street, site.credit_code ?? '', site.licence?.number ?? ''].join('\n'));
  return plain(typed).split(/\s+/).every((part) => words.includes(part));
}

/** The sites in which every typed part stands; the nearest first where the own place is known. */
export function found(sites: readonly RegisteredSite[], typed: string, me: Point | null): RegisteredSite[] {
  if (typed.trim() === '' && me === null) return [];
  const hits = sites.filter((site) => fits(site, typed));
  if (me === null) return hits;
  const far = new Map(hits.map((site) => [site.site, farFrom(me, site)]));
  return hits.sort((one, other) => (far.get(one.site) ?? 0) - (far.get(other.site) ?? 0));
}

/** How far a site is, in metres; one without a point is the furthest. */
export function farFrom(me: Point, site: RegisteredSite): number {
  const at = pointOf(site);
  return at === null ? Infinity : metres(me, at);
}
