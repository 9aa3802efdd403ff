// What lies over a page: Back closes it and leaves the page where it is.

import { onBeforeUnmount, onMounted, type Ref } from 'vue';

const open: (() => void)[] = [];
let guarded = hasGuard();
let address = location.href;

/** Whether the newest entry of the history is the one that a dialog put there. */
function hasGuard(): boolean {
  return (history.state as { over?: boolean } | null)?.over === true;
}

function guard(): void {
  if (!hasGuard()) history.pushState({ over: true }, '');
  guarded = true;
}

function moved(): void {
  const [left, stays] = [guarded, address === location.href];
  [guarded, address] = [hasGuard(), location.href];
  if (!left || guarded || !stays) return;
  const close = open.at(-1);
  if (close === undefined) return history.back(); // the dialog is gone already: this Back means the page
  if (open.length > 1) guard();
  close();
}

addEventListener('popstate', moved);

/** Says that something lies over the page until the answer is called; `close` is what Back does. */
export function lieOver(close: () => void): () => void {
  open.push(close);
  guard();
  return () => {
    const at = open.lastIndexOf(close);
    if (at >= 0) open.splice(at, 1);
  };
}

/** A dialog that is open as long as its component is there. */
export function useDialog(dialog: Readonly<Ref<HTMLDialogElement | null>>, close: () => void): void {
  let gone: () => void = () => undefined;
  onMounted(() => {
    dialog.value?.showModal();
    gone = lieOver(close);
  });
  onBeforeUnmount(() => gone());
}
