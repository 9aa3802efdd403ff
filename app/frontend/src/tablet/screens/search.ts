// Finding a site of the area by what somebody types: parts of its name, address, code or licence number.

import type { RegisteredSite } from '../core.ts';
import { metres, type Point } from './ground.ts';
import { pointOf } from './walk.ts';

export const SHOWN = 20;

/** Full and half width, upper and lower case are the same to a finger. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The sites in which every typed part stands; the nearest first where the own place is known. */
export function found(sites: readonly RegisteredSite[], typed: string, me: Point | null): RegisteredSite[] {
  const parts = plain(typed).split(/\s+/).filter(Boolean);
  if (parts.length === 0 && me === null) return [];
  const hits = sites.filter((site) => {
    const words = plain([site.name, site.address, site.credit_code, site.licence?.number ?? ''].join('\n'));
    return parts.every((part) => words.includes(part));
  });
  if (me === null) return hits;
  const far = new Map(hits.map((site) => [site.site, farFrom(me, site)]));
  return hits.sort((one, other) => (far.get(one.site) ?? 0) - (far.get(other.site) ?? 0));
}

/** How far a site is, in metres; one without a point is the furthest. */
export function farFrom(me: Point, site: RegisteredSite): number {
  const at = pointOf(site);
  return at === null ? Infinity : metres(me, at);
}
