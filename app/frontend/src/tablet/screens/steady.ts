// The outbox's cards keep their places and heights while somebody looks at them: a tap lands where it was aimed.

import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { isOver, useOutbox, type QueueItem } from '../core.ts';

interface Steady {
  cards: ComputedRef<{ item: QueueItem; waited: boolean }[]>;
  waited: ComputedRef<QueueItem[]>;
}

/** What waits first, then what is received, newest first; what arrives meanwhile comes last. */
function sorted(items: readonly QueueItem[]): QueueItem[] {
  return [...items.filter((item) => !isOver(item)), ...items.filter(isOver).reverse()];
}

/** The queue in the order in which the page found it; `waited` are those not settled by then. */
export function useSteadyQueue(): Steady {
  const { items } = useOutbox();
  const found = shallowRef(new Map<string, boolean>());
  watch(items, (current) => {
    const fresh = sorted(current.filter((item) => !found.value.has(item.visit)));
    if (fresh.length === 0) return;
    found.value = new Map([...found.value, ...fresh.map((item) => [item.visit, !isOver(item)] as const)]);
  }, { immediate: true });
  const cards = computed(() => {
    const here = new Map(items.value.map((item) => [item.visit, item]));
    return [...found.value].flatMap(([visit, waited]) => {
      const item = here.get(visit);
      return item === undefined ? [] : [{ item, waited }];
    });
  });
  return { cards, waited: computed(() => cards.value.filter((card) => card.waited).map((card) => card.item)) };
}
