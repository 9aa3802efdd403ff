// <form data-draft="key">: what is typed into a long form is kept in this browser until it was saved.

const PREFIX = 'mingcha-draft:';
const SENT = 'mingcha-draft-sent';
const PAUSE_MS = 400;

type Values = Record<string, string[]>;

/** The typed values; never files, tokens or passwords. */
function valuesOf(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const field of form.elements) {
    const input = field as HTMLInputElement;
    if (!input.name || ['file', 'hidden', 'password', 'submit', 'button'].includes(input.type)) continue;
    if ((input.type === 'checkbox' || input.type === 'radio') && !input.checked) continue;
    (values[input.name] ??= []).push(input.value);
  }
  return values;
}

function restore(form: HTMLFormElement, values: Values): void {
  for (const field of form.elements) {
    const input = field as HTMLInputElement;
    const kept = values[input.name];
    if (input.type === 'checkbox' || input.type === 'radio') input.checked = kept?.includes(input.value) ?? false;
    else if (kept && !['file', 'hidden', 'password'].includes(input.type)) input.value = kept.shift() ?? input.value;
  }
}

function stored(key: string): Values | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null') as Values | null;
  } catch {
    return null; // a broken draft is no draft
  }
}

/** A draft that was sent is dropped on the next page, unless its form came back with errors. */
function dropSent(root: ParentNode): void {
  const sent = sessionStorage.getItem(SENT);
  if (sent === null) return;
  const back = root.querySelector<HTMLFormElement>(`form[data-draft="${CSS.escape(sent)}"]`);
  if (!back?.querySelector('[aria-invalid="true"], .wrong')) localStorage.removeItem(PREFIX + sent);
  sessionStorage.removeItem(SENT);
}

function forgetOnSignOut(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]')) {
    form.addEventListener('submit', () => {
      for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    });
  }
}

export function keepDrafts(root: ParentNode): void {
  dropSent(root);
  forgetOnSignOut(root);
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-draft]')) {
    const key = form.dataset.draft ?? '';
    const draft = stored(key);
    const notice = form.querySelector<HTMLElement>('[data-draft-notice]');
    const cameBack = form.querySelector('[aria-invalid="true"], .wrong') !== null; // it holds what was typed
    if (draft && notice && !cameBack && JSON.stringify(draft) !== JSON.stringify(valuesOf(form))) offer(form, key, draft, notice);
    let timer: ReturnType<typeof setTimeout> | undefined;
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => localStorage.setItem(PREFIX + key, JSON.stringify(valuesOf(form))), PAUSE_MS);
    });
    form.addEventListener('submit', () => {
      clearTimeout(timer);
      sessionStorage.setItem(SENT, key);
    });
  }
}

function offer(form: HTMLFormElement, key: string, draft: Values, notice: HTMLElement): void {
  notice.hidden = false;
  notice.querySelector('[data-draft-take]')?.addEventListener('click', () => {
    restore(form, draft);
    notice.hidden = true;
  });
  notice.querySelector('[data-draft-drop]')?.addEventListener('click', () => {
    localStorage.removeItem(PREFIX + key);
    notice.hidden = true;
  });
}
