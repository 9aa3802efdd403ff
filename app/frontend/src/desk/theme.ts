// The choice of theme in the person's menu; theme.js applies it before the first paint.

const KEY = 'mingcha-theme';

export function offerThemes(): void {
  const box = document.querySelector<HTMLElement>('[data-themes]');
  if (!box) return;
  const buttons = box.querySelectorAll<HTMLButtonElement>('[data-theme-choice]');
  const mark = (): void => {
    const chosen = localStorage.getItem(KEY) ?? '';
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.themeChoice === chosen));
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const choice = button.dataset.themeChoice ?? '';
      if (choice) localStorage.setItem(KEY, choice);
      else localStorage.removeItem(KEY);
      dispatchEvent(new Event('mingcha:theme'));
      mark();
    });
  }
  mark();
  box.hidden = false;
}
