// How long a visit has been going on, as a clock that ticks.

import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';
import { t } from '../core.ts';

/** The seconds since `moment`, counted while the page is open. */
export function useSeconds(moment: () => string | null): Ref<number> {
  const seconds = ref(0);
  let timer = 0;
  const tick = (): void => {
    const from = moment();
    seconds.value = from === null ? 0 : Math.max(Math.floor((Date.now() - Date.parse(from)) / 1000), 0);
  };
  onMounted(() => {
    tick();
    timer = window.setInterval(tick, 1000);
  });
  onBeforeUnmount(() => window.clearInterval(timer));
  return seconds;
}

/** “used 1 min 24 s”; hours once there are some. */
export function usedWords(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return t('used %(h)s h %(m)s min', { h: hours, m: minutes });
  return t('used %(m)s min %(s)s s', { m: minutes, s: seconds % 60 });
}
