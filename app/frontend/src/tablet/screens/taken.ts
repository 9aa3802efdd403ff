// Photos taken out but not gone yet: they come back until the deed is final.

import { ref } from 'vue';
import { removePhoto, t, type Draft, type Photo } from '../core.ts';
import { offerUndo } from './undo.ts';

const away = ref(new Set<string>());

/** Whether a photo waits to be deleted. */
export function isAway(sha256: string): boolean {
  return away.value.has(sha256);
}

function put(sha256: string, gone: boolean): void {
  const next = new Set(away.value);
  if (gone) next.add(sha256);
  else next.delete(sha256);
  away.value = next;
}

/** Takes a photo out; it is deleted once nobody took that back. */
export function takeOut(draft: Draft, photo: Photo): void {
  put(photo.sha256, true);
  offerUndo({
    words: t('The photo is taken out.'),
    undo: () => put(photo.sha256, false),
    settle: async () => {
      await removePhoto(draft, photo.sha256);
      put(photo.sha256, false);
    },
  });
}
