// Moments, days and identities as the tablet itself makes them.
import type { Day, Moment } from './types.ts';

const OFFICE = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

export function now(): Moment {
  return new Date().toISOString();
}

export function later(from: Moment, milliseconds: number): Moment {
  return new Date(Date.parse(from) + milliseconds).toISOString();
}

/** The office's day at a moment; "sv" writes it as 2026-03-12. */
export function dayOf(moment: Moment): Day {
  return OFFICE.format(new Date(moment));
}

export function today(): Day {
  return dayOf(now());
}

/** The milliseconds from now to a moment; negative once it is past. */
export function sleepUntil(moment: Moment): number {
  return Date.parse(moment) - Date.now();
}
