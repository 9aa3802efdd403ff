// Small comforts of the public site; every page works without them.
import './public.css';

function print(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }
}

function share(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-share]')) {
    const url = new URL(button.dataset.share || location.href, location.href).href;
    if (!navigator.share && !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener('click', async () => {
      if (navigator.share) {
        await navigator.share({ title: document.title, url }).catch(() => undefined); // closed by the person
      } else {
        await navigator.clipboard.writeText(url);
        const words = button.querySelector('[data-words]');
        if (words && button.dataset.done) words.textContent = button.dataset.done;
      }
    });
  }
}

interface CodeReader {
  detect(image: ImageBitmap): Promise<{ rawValue: string }[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => CodeReader;
  }
}

/** A code photographed at the door: a page of ours is opened, anything else is asked for. */
function open(value: string, field: HTMLInputElement): void {
  const ours = URL.canParse(value) ? new URL(value) : null;
  if (ours && ours.origin === location.origin) location.assign(ours.href);
  else {
    field.value = value.slice(0, 200);
    field.form?.requestSubmit();
  }
}

function scan(): void {
  const Detector = window.BarcodeDetector;
  if (!Detector) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-scan]')) {
    const field = button.form?.querySelector<HTMLInputElement>('input[name="q"]');
    if (!field) continue;
    const camera = document.createElement('input');
    camera.type = 'file';
    camera.accept = 'image/*';
    camera.setAttribute('capture', 'environment');
    camera.addEventListener('change', async () => {
      const file = camera.files?.[0];
      if (!file) return;
      const found = await new Detector({ formats: ['qr_code'] }).detect(await createImageBitmap(file));
      if (found[0]) open(found[0].rawValue, field);
      else field.focus();
    });
    button.hidden = false;
    button.addEventListener('click', () => camera.click());
  }
}

print();
share();
scan();
