// What the page tells the map: JSON in the attribute `data-map` around it.

export interface District {
  code: string;
  name: string;
  /** The measure in words, shown beside the name when there is room. */
  value: string;
  /** 1 (pale) to 5; 0 = no value. */
  shade: number;
  chinese: boolean;
  /** Where the name has most room, and the radius of that room, in degrees. */
  label: [number, number, number];
}

export type Box = [number, number, number, number];

export interface Category {
  word: string;
  /** Name of the shape in the sprite. */
  shape: string;
}

export interface MapConfig {
  /** Address of the places; `bbox` and `zoom` are added. Empty = no places on this map. */
  places: string;
  sprite: string;
  box: Box;
  /** The small districts in the middle, to be looked at from closer; null where there is no such place. */
  centre: Box | null;
  districts: District[];
  categories: Record<string, Category>;
  /** The category that a cluster names beside its number. */
  marked: string;
  /** From this zoom places are shown; farther away the districts are the picture. */
  places_from: number;
  words: Record<'map' | 'whole' | 'centre' | 'nearer' | 'zoom_in' | 'zoom_out' | 'close' | 'cluster' | 'more' | 'failed', string>;
}

/** Reads the page's JSON; a page without it is a mistake of ours. */
export function configOf(container: HTMLElement): MapConfig {
  const holder = container.closest<HTMLElement>('[data-map]');
  if (!holder?.dataset.map) throw new Error('no element with data-map around the map');
  return JSON.parse(holder.dataset.map) as MapConfig;
}
