// File fields speak the browser's language; with a script they speak the page's.

export function speakOurWords(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-pick]')) {
    const input = box.querySelector<HTMLInputElement>('input[type="file"]');
    const shown = box.querySelector<HTMLElement>('[data-picked]');
    if (!input || !shown) continue;
    const nothing = shown.textContent ?? '';
    const show = (): void => {
      const names = [...(input.files ?? [])].map((file) => file.name);
      shown.textContent = names.length ? names.join(', ') : nothing;
    };
    input.addEventListener('change', show);
    box.classList.add('ours');
    show();
  }
}
