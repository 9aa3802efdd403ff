// Which two officers go in together: those of the sweep's team, those on this tablet first.

import { useDevice, useRound, type Officer, type PersonId, type Round } from '../core.ts';

const PAIR = 'mingcha-pair';

/** Everybody who could be named, the team of the sweep first. */
export function officersFor(round: Round | null, sweep: string | null): Officer[] {
  const team = round?.sweeps.find((one) => one.sweep === sweep)?.team?.officers ?? [];
  const known = round?.officers ?? [];
  return [...known.filter((one) => team.includes(one.person)), ...known.filter((one) => !team.includes(one.person))];
}

/** The pair that went in last; else somebody of this tablet and a team mate. */
export function usePair(): { pairFor: (sweep: string | null) => [PersonId, PersonId | null]; keepPair: (author: PersonId, second: PersonId | null) => void } {
  const { officers: local } = useDevice();
  const { round } = useRound();

  function pairFor(sweep: string | null): [PersonId, PersonId | null] {
    const here = local.value.map((one) => one.person);
    const all = officersFor(round.value, sweep).map((one) => one.person);
    const team = round.value?.sweeps.find((one) => one.sweep === sweep)?.team?.officers ?? all;
    const last = lastPair();
    if (last !== null && here.includes(last[0]) && (last[1] === null || all.includes(last[1]))) return last;
    const author = here.find((one) => team.includes(one)) ?? here[0] ?? '';
    const others = team.filter((one) => one !== author);
    return [author, others.find((one) => here.includes(one)) ?? others[0] ?? null];
  }

  return { pairFor, keepPair };
}

function lastPair(): [PersonId, PersonId | null] | null {
  try {
    const found = JSON.parse(localStorage.getItem(PAIR) ?? 'null') as unknown;
    return Array.isArray(found) ? [String(found[0]), found[1] === null ? null : String(found[1])] : null;
  } catch {
    return null; // what is stored there isn't ours: choose anew
  }
}

function keepPair(author: PersonId, second: PersonId | null): void {
  try {
    localStorage.setItem(PAIR, JSON.stringify([author, second]));
  } catch {
    // a convenience only: the pair is chosen anew at the next visit
  }
}
