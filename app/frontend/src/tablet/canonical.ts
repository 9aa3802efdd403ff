// The one byte form of a JSON value that a signature is made over (RFC 8785).

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/** Writes a value in its one form; a member that is `undefined` isn't there. Throws for what JSON can't say. */
export function canonical(value: Json): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('JSON has no such number');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  // names are compared by UTF-16 units, which is what sort() does by itself
  const members = Object.keys(value).sort().flatMap((name) => member(name, value[name]));
  return `{${members.join(',')}}`;
}

function member(name: string, value: Json | undefined): string[] {
  return value === undefined ? [] : [`${text(name)}:${canonical(value)}`];
}

function text(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new RangeError('half a character has no bytes');
  return JSON.stringify(value);
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
