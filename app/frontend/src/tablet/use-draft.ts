// A draft on a screen: saved at every change, open in one tab at a time, never lost with the tab.
import { onScopeDispose, reactive, readonly, ref, shallowRef, watch, type WatchHandle } from 'vue';
import { database } from './database.ts';
import { keepDraft } from './drafts.ts';
import { voidIfChanged } from './lock.ts';
import { listen, type News } from './news.ts';
import { position } from './positions.ts';
import type { Draft } from './types.ts';

/** Opens a draft; `in_use` says that another window has it: `draft` stays empty until that one lets it go. */
export function useDraft(visit: string) {
  const draft = shallowRef<Draft | null>(null);
  const saving = ref<'saved' | 'saving' | 'failed'>('saved');
  const inUse = ref(false);
  const loaded = ref(false);
  let changed = false;
  let running: Promise<void> | null = null;
  let watching: WatchHandle | null = null;
  let release: () => void = () => undefined;
  const gone = new AbortController();
  const closed = new Promise<void>((resolve) => (release = resolve));

  const writeAll = async (): Promise<void> => {
    while (changed && draft.value !== null) {
      changed = false;
      saving.value = 'saving';
      await keepDraft(plain(draft.value));
    }
    saving.value = 'saved';
  };
  /** Waits until everything typed lies on the disk; throws what the disk says. */
  const flush = async (): Promise<void> => {
    running ??= writeAll().finally(() => (running = null));
    try {
      await running;
    } catch (fault) {
      changed = true; // the next change, or the next flush, tries again
      saving.value = 'failed';
      throw fault;
    }
  };
  const open = async (): Promise<void> => {
    const found = await (await database()).get('drafts', visit);
    if (found === undefined) return;
    draft.value = reactive(found);
    watching = watch(draft.value, (current) => {
      changed = true;
      void voidIfChanged(current);
      flush().catch(() => undefined); // `saving` says so
    }, { deep: true, flush: 'post' });
    void findPosition(draft.value);
  };
  /** A draft that was locked or thrown away is no draft any more. */
  const leave = async (news: News): Promise<void> => {
    if (news.about !== 'drafts' || draft.value === null) return;
    if ((await (await database()).getKey('drafts', visit)) !== undefined) return;
    watching?.stop();
    draft.value = null;
  };
  const deaf = listen((news) => void leave(news));
  /** Another window may have the draft only when the last letter typed here lies on the disk. */
  const close = (): void => {
    gone.abort();
    deaf();
    watching?.stop();
    const written = changed || running !== null ? flush() : Promise.resolve();
    written.catch(() => undefined).finally(release);
  };
  const hold = async (): Promise<void> => {
    inUse.value = false;
    await open();
    loaded.value = true;
    await closed;
  };
  /** Takes the draft if no other window has it; else waits until that one lets it go. */
  const claim = async (): Promise<void> => {
    const name = `mingcha:draft:${visit}`;
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock !== null) return hold();
      inUse.value = loaded.value = true;
    });
    if (inUse.value) await navigator.locks.request(name, { signal: gone.signal }, hold);
  };

  claim().catch((fault: unknown) => {
    if (!gone.signal.aborted) throw fault;
  });
  onScopeDispose(close);
  return { draft, loaded: readonly(loaded), saving: readonly(saving), in_use: readonly(inUse), flush, close };
}

/** Fills in where the visit began, once, as long as nobody has signed. */
async function findPosition(draft: Draft): Promise<void> {
  if (draft.position !== null || draft.amends !== null || draft.ended_at !== null) return;
  const found = await position();
  if (draft.ended_at === null) draft.position ??= found;
}

function plain(draft: Draft): Draft {
  return JSON.parse(JSON.stringify(draft)) as Draft; // a proxy can't be stored
}
