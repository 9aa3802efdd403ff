// <form data-guard>: the browser asks before a page with unsaved changes is left.

export function guardUnsaved(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-guard]')) {
    let changed = false;
    form.addEventListener('input', () => (changed = true));
    form.addEventListener('submit', () => (changed = false));
    addEventListener('beforeunload', (event) => {
      if (changed && form.isConnected) event.preventDefault();
    });
  }
}
