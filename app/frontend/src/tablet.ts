// The tablet app's start: words, store, screens; then the worker and the outbox, which need no screen.
import { createApp } from 'vue';
import App from './tablet/App.vue';
import { startWatching } from './tablet/live.ts';
import { keepPlain } from './tablet/screens/plain.ts';
import { startSending } from './tablet/sender.ts';
import { removeOld } from './tablet/storage.ts';
import './tablet/tablet.css';
import { startWorker } from './tablet/update.ts';
import { loadWords } from './tablet/words.ts';

/** What a person sees doesn't wait for the rest. */
async function start(): Promise<void> {
  await loadWords();
  keepPlain();
  createApp(App).mount('#tablet');
  void startWorker();
  await startWatching();
  startSending();
  await removeOld();
}

void start();
