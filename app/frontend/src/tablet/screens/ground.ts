// Distances on the ground, and a flat drawing of it that is true enough for one city.

const METRES_PER_DEGREE = 111_195;

export interface Point {
  lng: number;
  lat: number;
}

/** Metres as the crow flies. */
export function metres(a: Point, b: Point): number {
  const [x, y] = flat(a, b.lat);
  const [u, v] = flat(b, b.lat);
  return Math.hypot(x - u, y - v);
}

/** Metres east and south of nowhere in particular, at this latitude. */
export function flat(point: Point, latitude: number): [number, number] {
  const x = point.lng * METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return [x, -point.lat * METRES_PER_DEGREE];
}

/** The way back from `flat`. */
export function round(x: number, y: number, latitude: number): Point {
  const lng = x / METRES_PER_DEGREE / Math.cos((latitude * Math.PI) / 180);
  return { lng, lat: -y / METRES_PER_DEGREE };
}

/** A round number of metres that is at most `most` long: 1, 2 or 5 and noughts. */
export function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
}
