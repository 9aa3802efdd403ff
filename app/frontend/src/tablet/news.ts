// What changed in the store, told to every tab and to the service worker.

export type News =
  | { about: 'queue' | 'locked' | 'drafts' | 'round' | 'device' }
  | { about: 'sending'; visit: string | null };

type Hear = (news: News) => void;

const channel = new BroadcastChannel('mingcha-tablet');
const ears = new Set<Hear>();

channel.addEventListener('message', (event: MessageEvent<News>) => {
  for (const hear of ears) hear(event.data);
});

/** Tells this tab and all others. */
export function tell(news: News): void {
  channel.postMessage(news);
  for (const hear of ears) hear(news);
}

/** Hears everything told from now on; call the answer to stop. */
export function listen(hear: Hear): () => void {
  ears.add(hear);
  return () => ears.delete(hear);
}
