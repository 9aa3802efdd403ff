// Signs that can't be seen, or turn the direction of writing, are left out as they are typed or pasted.

import { t, unseenSigns } from '../core.ts';

const UNSEEN = unseenSigns();
const MARK = 'left-out';

type Field = HTMLInputElement | HTMLTextAreaElement;

function isText(target: EventTarget | null): target is Field {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.selectionStart !== null);
}

/** Listens before every field's own code does: what that reads is plain already. */
export function keepPlain(): void {
  document.addEventListener('input', ({ target }) => isText(target) && clean(target), true);
}

function clean(field: Field): void {
  const plain = field.value.replace(UNSEEN, '');
  const told = field.nextElementSibling?.classList.contains(MARK) ? field.nextElementSibling : null;
  told?.remove();
  if (plain === field.value) return;
  const at = field.value.slice(0, field.selectionStart ?? 0).replace(UNSEEN, '').length;
  field.value = plain;
  field.setSelectionRange(at, at);
  field.after(said());
}

function said(): HTMLElement {
  const words = document.createElement('p');
  words.className = `hint ${MARK}`;
  words.setAttribute('role', 'status');
  words.textContent = t('Signs that can’t be shown were left out.');
  return words;
}
