// <form data-confirm="question">: asks before it sends. The dialog's words stand in the page's template.

function dialogFor(question: string): HTMLDialogElement | null {
  const template = document.querySelector<HTMLTemplateElement>('#confirm-dialog');
  const dialog = template?.content.querySelector('dialog')?.cloneNode(true) as HTMLDialogElement | undefined;
  if (!dialog) return null;
  const place = dialog.querySelector('[data-question]');
  if (place) place.textContent = question;
  return dialog;
}

export function askFirst(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-confirm]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.confirmed === 'yes') return;
      const dialog = dialogFor(form.dataset.confirm ?? '');
      if (!dialog) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
      dialog.addEventListener('close', () => {
        const yes = dialog.returnValue === 'yes';
        dialog.remove();
        if (!yes) return button?.focus();
        form.dataset.confirmed = 'yes';
        form.requestSubmit(button);
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  }
}
