// The desk's small scripts. Every page works without them; htmx saves a page load where it is asked to.
import htmx from 'htmx.org';
import './desk.css';
import { moveByDrag } from './desk/board.ts';
import { askFirst } from './desk/confirm.ts';
import { goByKeys } from './desk/case-keys.ts';
import { keepDrafts } from './desk/draft.ts';
import { speakOurWords } from './desk/files.ts';
import { guardUnsaved } from './desk/guard.ts';
import { watchJobs } from './desk/jobs.ts';
import { closeMenus, findWithKey, focusErrors } from './desk/keys.ts';
import { offerThemes } from './desk/theme.ts';
import { showUploads } from './desk/upload.ts';

/** Wires what lies under `root`; called again for a page part that came later. */
function wire(root: ParentNode): void {
  askFirst(root);
  moveByDrag(root);
  keepDrafts(root);
  guardUnsaved(root);
  watchJobs(root);
  focusErrors(root);
  speakOurWords(root);
  showUploads(root, (part) => {
    htmx.process(part);
    wire(part);
  });
}

closeMenus();
findWithKey();
goByKeys();
offerThemes();
wire(document);
document.addEventListener('htmx:load', (event) => {
  const part = (event as CustomEvent<{ elt: HTMLElement }>).detail.elt;
  if (part !== document.body) wire(part);
});
