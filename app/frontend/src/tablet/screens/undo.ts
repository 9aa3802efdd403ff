// One deed at a time can be taken back, until the next one or until its time is over.

import { ref } from 'vue';

interface Offer {
  words: string;
  about?: string; // the visit that is to be dropped
  undo: () => void;
  settle: () => unknown;
}

const LASTS = 20_000;

export const offered = ref<Offer | null>(null);
let timer = 0;

/** Offers the way back; `settle` makes the deed final once nobody took it back. */
export function offerUndo(offer: Offer): void {
  void settle();
  offered.value = offer;
  timer = window.setTimeout(() => void settle(), LASTS);
}

/** Takes the last deed back. */
export function undo(): void {
  window.clearTimeout(timer);
  const offer = offered.value;
  offered.value = null;
  offer?.undo();
}

/** Takes back, without a word, a deed about what somebody has opened again. */
export function keep(about: string): void {
  if (offered.value?.about !== about) return;
  window.clearTimeout(timer);
  offered.value = null;
}

/** Makes the last deed final, before something that needs it so. */
export async function settle(): Promise<void> {
  window.clearTimeout(timer);
  const offer = offered.value;
  offered.value = null;
  await offer?.settle();
}
