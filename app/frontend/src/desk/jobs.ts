// <div data-job-url="…">: follows long work until it is done. The answer is JSON:
// {"state": "waiting" | "running" | "done" | "failed", "words", "value", "max", "count", "url"}.

const PACE_MS = 1000;
const PATIENCE_MS = 10000;

interface Progress {
  state: string;
  words?: string;
  value?: number | null;
  max?: number;
  count?: string;
  url?: string;
}

function show(box: HTMLElement, progress: Progress): void {
  const words = box.querySelector('[data-job-state]');
  if (words && progress.words) words.textContent = progress.words;
  const count = box.querySelector('[data-job-count]');
  if (count) count.textContent = progress.count ?? '';
  const bar = box.querySelector('progress');
  if (!bar) return;
  if (progress.max) bar.max = progress.max;
  if (progress.value != null) bar.value = progress.value;
  else bar.removeAttribute('value');
}

async function follow(box: HTMLElement): Promise<void> {
  let wait = PACE_MS;
  while (box.isConnected) {
    try {
      const answer = await fetch(box.dataset.jobUrl ?? '', { headers: { Accept: 'application/json' } });
      if (answer.ok) {
        const progress = (await answer.json()) as Progress;
        show(box, progress);
        wait = PACE_MS;
        if (progress.state === 'done' || progress.state === 'failed') {
          if (progress.url) location.assign(progress.url);
          else location.reload();
          return;
        }
      } else if (answer.status === 401) {
        return location.reload(); // the gate asks for the sign-in and comes back here
      } else if (answer.status < 500) {
        return; // the work is gone or not ours; asking again changes nothing
      }
    } catch {
      wait = Math.min(wait * 2, PATIENCE_MS); // the network is away: the work goes on without us
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

export function watchJobs(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-job-url]')) void follow(box);
}
