// Keys on the page of a case: j and k along its course, n to what can be done, digits for the tabs.

function isTyping(target: EventTarget | null): boolean {
  const box = target instanceof Element ? target : null;
  return box !== null && box.matches('input, textarea, select, [contenteditable]');
}

function moveBy(step: number): void {
  const places = [...document.querySelectorAll<HTMLElement>('[data-spine-step]')];
  const here = places.indexOf(document.activeElement as HTMLElement);
  const first = step > 0 ? 0 : places.length - 1;
  const next = here < 0 ? first : Math.min(Math.max(here + step, 0), places.length - 1);
  places[next]?.focus();
}

function openTab(number: number): void {
  document.querySelectorAll<HTMLAnchorElement>('[data-case] .tabs a')[number - 1]?.click();
}

const DEEDS: Record<string, () => void> = {
  j: () => moveBy(1),
  k: () => moveBy(-1),
  n: () => document.querySelector<HTMLElement>('[data-next]')?.focus(),
  '?': () => document.querySelector<HTMLDialogElement>('#case-keys')?.showModal(),
};

export function goByKeys(): void {
  if (!document.querySelector('[data-case]')) return;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    if (/^[1-5]$/.test(event.key)) return openTab(Number(event.key));
    const inSpine = document.activeElement?.matches('[data-spine-step]');
    const key = inSpine && event.key === 'ArrowDown' ? 'j' : inSpine && event.key === 'ArrowUp' ? 'k' : event.key;
    const deed = DEEDS[key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}
