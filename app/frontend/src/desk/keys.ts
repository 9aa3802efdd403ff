// Keyboard comforts: Ctrl K for the search box, Escape and a click outside for open menus.

export function findWithKey(): void {
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
    const box = document.querySelector<HTMLInputElement>('[data-find]');
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

export function closeMenus(): void {
  const open = (): NodeListOf<HTMLDetailsElement> => document.querySelectorAll('details.menu[open]');
  document.addEventListener('click', (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector('summary')?.focus();
    }
    if (location.hash === '#rail') location.hash = '#main';
  });
}

/** After a form came back with errors the reader starts at their list. */
export function focusErrors(root: ParentNode): void {
  root.querySelector<HTMLElement>('[data-focus]')?.focus();
}
