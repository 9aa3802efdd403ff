// <form data-upload>: sends the files with a bar that moves. The answer is a page, a redirect to one,
// or {"redirect": url}. Without this script the form sends itself as any other.

type Rewire = (part: HTMLElement) => void;

/** Puts the answered page in this one's place, so that its messages and its address hold. */
function showPage(html: string, url: string, rewire: Rewire): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const fresh = page.querySelector('main');
  const old = document.querySelector('main');
  if (!fresh || !old) return location.assign(url);
  old.replaceWith(document.adoptNode(fresh));
  document.title = page.title;
  if (url) history.pushState(null, '', url);
  addEventListener('popstate', () => location.reload(), { once: true });
  rewire(fresh);
  if (!fresh.querySelector('[data-focus]')) fresh.focus();
  scrollTo(0, 0);
}

function take(request: XMLHttpRequest, rewire: Rewire): void {
  if ((request.getResponseHeader('Content-Type') ?? '').includes('json')) {
    const answer = JSON.parse(request.responseText) as { redirect?: string };
    if (answer.redirect) return location.assign(answer.redirect);
  }
  showPage(request.responseText, request.responseURL, rewire);
}

function send(form: HTMLFormElement, submitter: HTMLElement | null, rewire: Rewire): void {
  const state = form.querySelector<HTMLElement>('.upload-state');
  const words = state?.querySelector('[data-upload-words]');
  const bar = state?.querySelector('progress');
  const say = (key: 'sending' | 'reading' | 'failed'): void => {
    if (words && state) words.textContent = state.dataset[key] ?? '';
  };
  const request = new XMLHttpRequest();
  request.upload.addEventListener('progress', (event) => {
    if (!bar || !event.lengthComputable) return;
    bar.max = event.total;
    bar.value = event.loaded;
    if (event.loaded === event.total) say('reading');
  });
  request.addEventListener('load', () => take(request, rewire));
  request.addEventListener('error', () => {
    say('failed');
    submitter?.removeAttribute('aria-busy');
    form.dataset.sending = '';
  });
  say('sending');
  form.classList.add('uploading');
  submitter?.setAttribute('aria-busy', 'true');
  const own = submitter?.getAttribute('formaction'); // a button may send the form elsewhere
  request.open('POST', own ?? form.action);
  request.setRequestHeader('Accept', 'application/json, text/html');
  request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
  request.send(new FormData(form, submitter));
}

export function showUploads(root: ParentNode, rewire: Rewire): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-upload]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (form.dataset.sending === 'yes') return;
      form.dataset.sending = 'yes';
      send(form, (event as SubmitEvent).submitter, rewire);
    });
    dropFiles(form);
  }
}

function dropFiles(form: HTMLFormElement): void {
  const zone = form.querySelector<HTMLElement>('.drop-zone');
  const field = form.querySelector<HTMLInputElement>('input[type="file"]');
  if (!zone || !field) return;
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event('change'));
  });
}
