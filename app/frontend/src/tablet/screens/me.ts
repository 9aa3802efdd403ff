// Where this tablet is, while somebody looks at the map; asked for by a button, kept nowhere.

import { onBeforeUnmount, ref, type Ref } from 'vue';
import type { Point } from './ground.ts';

/** The own place once `follow()` was asked, and whether the tablet refused to tell. */
export function useMe(): { me: Ref<Point | null>; refused: Ref<boolean>; follow: () => void } {
  const me = ref<Point | null>(null);
  const refused = ref(false);
  let watched: number | null = null;

  function follow(): void {
    if (watched !== null || !('geolocation' in navigator)) return;
    watched = navigator.geolocation.watchPosition(
      ({ coords }) => {
        me.value = { lng: coords.longitude, lat: coords.latitude };
        refused.value = false;
      },
      () => (refused.value = me.value === null),
      { enableHighAccuracy: true, maximumAge: 15_000, timeout: 20_000 },
    );
  }

  onBeforeUnmount(() => watched !== null && navigator.geolocation.clearWatch(watched));
  return { me, refused, follow };
}
