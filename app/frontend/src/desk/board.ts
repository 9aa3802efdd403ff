// <form data-board>: sites and streets are dragged by their handle from one team to another, with mouse,
// pen or finger. Without this script, or by keyboard, boxes are ticked and the team is chosen below.

const SLACK = 6;
const EDGE = 72;
const STEP = 14;

interface Load {
  boxes: HTMLInputElement[];
  word: string;
  from: HTMLElement | null;
}

export function moveByDrag(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-board]')) {
    for (const grip of form.querySelectorAll<HTMLElement>('[data-grip]')) {
      grip.addEventListener('pointerdown', (event) => begin(form, grip, event));
      grip.addEventListener('click', (event) => event.preventDefault()); // a street's handle lies in its summary
    }
  }
}

/** What hangs on the handle; a ticked site takes all that is ticked with it. */
function loadOf(form: HTMLFormElement, grip: HTMLElement): Load {
  const from = grip.closest<HTMLElement>('.board-team');
  const part = grip.closest<HTMLElement>(grip.dataset.grip === 'street' ? '.board-street' : '[data-line]');
  let boxes = [...(part?.querySelectorAll<HTMLInputElement>('input[name="site"]') ?? [])];
  if (boxes.length === 1 && boxes[0]?.checked) boxes = [...form.querySelectorAll<HTMLInputElement>('input[name="site"]:checked')];
  const name = part?.querySelector('[lang="zh"]')?.textContent ?? '';
  return { boxes, word: boxes.length > 1 ? `${name} (${boxes.length})` : name, from };
}

function begin(form: HTMLFormElement, grip: HTMLElement, down: PointerEvent): void {
  if (down.button !== 0) return;
  down.preventDefault();
  const load = loadOf(form, grip);
  let ghost: HTMLElement | null = null;
  let over: HTMLElement | null = null;
  grip.setPointerCapture(down.pointerId);

  const move = (event: PointerEvent): void => {
    if (!ghost) {
      if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < SLACK) return;
      ghost = ghostOf(load.word);
      form.classList.add('is-moving');
    }
    ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 12}px)`;
    scrollAt(event.clientY);
    const team = teamUnder(event);
    if (team === over) return;
    over?.classList.remove('is-over');
    over = team && team !== load.from ? team : null;
    over?.classList.add('is-over');
    tell(form, load, over);
  };
  const end = (drop: boolean): void => {
    grip.removeEventListener('pointermove', move);
    grip.removeEventListener('pointerup', up);
    grip.removeEventListener('pointercancel', cancel);
    document.removeEventListener('keydown', key);
    ghost?.remove();
    form.classList.remove('is-moving');
    over?.classList.remove('is-over');
    if (drop && over) give(form, load, over);
    else tell(form, load, null);
  };
  const up = (): void => end(true);
  const cancel = (): void => end(false);
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') end(false);
  };
  grip.addEventListener('pointermove', move);
  grip.addEventListener('pointerup', up);
  grip.addEventListener('pointercancel', cancel);
  document.addEventListener('keydown', key);
}

function teamUnder(event: PointerEvent): HTMLElement | null {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('.board-team[data-team]') ?? null;
}

/** Sends the form with the load alone: what else was ticked stays where it is. */
function give(form: HTMLFormElement, load: Load, team: HTMLElement): void {
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) box.checked = load.boxes.includes(box);
  const choice = form.querySelector<HTMLSelectElement>('select[name="team"]');
  if (!choice) return;
  choice.value = team.dataset.team ?? '';
  form.requestSubmit();
}

function tell(form: HTMLFormElement, load: Load, team: HTMLElement | null): void {
  const status = form.querySelector('[data-board-status]');
  if (!status) return;
  status.replaceChildren();
  if (!team) return;
  const [before = '', after = ''] = (form.dataset.moving ?? '').replace('{team}', team.dataset.word ?? '').split('{n}');
  const name = document.createElement('span');
  name.lang = 'zh';
  name.textContent = load.word;
  status.append(before, name, after);
}

function ghostOf(word: string): HTMLElement {
  const ghost = document.createElement('div');
  ghost.className = 'board-ghost';
  ghost.lang = 'zh';
  ghost.textContent = word;
  document.body.append(ghost);
  return ghost;
}

function scrollAt(y: number): void {
  if (y < EDGE) window.scrollBy(0, -STEP);
  else if (y > window.innerHeight - EDGE) window.scrollBy(0, STEP);
}
