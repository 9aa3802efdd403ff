// Where the tablet believes it is: a claim, asked for again at each photo, never waited for long.
import type { Position } from './types.ts';

const FRESH = 20_000;
const DIGITS = 6; // a tenth of a metre

/** The position, within `patience` milliseconds; nothing where it is unknown or forbidden. */
export function position(patience = 10_000): Promise<Position | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null);
  return new Promise((resolve) => {
    const enough = setTimeout(() => resolve(null), patience); // an unanswered question for permission has no time limit
    const settle = (found: Position | null): void => {
      clearTimeout(enough);
      resolve(found);
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => settle({
        lng_wgs84: rounded(coords.longitude, DIGITS),
        lat_wgs84: rounded(coords.latitude, DIGITS),
        accuracy_m: rounded(Math.min(coords.accuracy, 1_000_000), 1),
      }),
      () => settle(null),
      { enableHighAccuracy: true, maximumAge: FRESH, timeout: patience },
    );
  });
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
