// File fields speak the browser's language; with a script they speak the page's.

/** <form data-max-bytes="…" data-too-large="…">: says so before a large file is sent in vain. */
function refuseTooLarge(input: HTMLInputElement): void {
  const { maxBytes, tooLarge } = input.form?.dataset ?? {};
  if (!maxBytes || !tooLarge) return;
  const large = [...(input.files ?? [])].some((file) => file.size > Number(maxBytes));
  input.setCustomValidity(large ? tooLarge : '');
  if (large) input.reportValidity();
}

export function speakOurWords(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-pick]')) {
    const input = box.querySelector<HTMLInputElement>('input[type="file"]');
    const shown = box.querySelector<HTMLElement>('[data-picked]');
    if (!input || !shown) continue;
    const nothing = shown.textContent ?? '';
    const show = (): void => {
      const names = [...(input.files ?? [])].map((file) => file.name);
      shown.textContent = names.length ? names.join(', ') : nothing;
      refuseTooLarge(input);
    };
    input.addEventListener('change', show);
    box.classList.add('ours');
    show();
  }
}
