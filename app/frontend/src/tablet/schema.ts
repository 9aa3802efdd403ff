// Checks a manifest against the schema that the office checks it with: what it would refuse is never locked.
import schemaFile from './manifest.schema.json';
import { isRecord } from './line.ts';

/** The part of JSON Schema that the office's schema uses. */
interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  type?: string;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
}

const ROOT = schemaFile as Schema & { $defs: Record<string, Schema> };

/** The paths of everything in `value` that the office would refuse; an empty list means none. */
export function faults(value: unknown, schema: Schema = ROOT, path = ''): string[] {
  if (schema.$ref !== undefined) return faults(value, referred(schema.$ref), path);
  if (schema.anyOf !== undefined) return faultsOfAny(value, schema.anyOf, path);
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [path];
  if ('const' in schema && schema.const !== value) return [path];
  if (schema.type !== undefined && !isOfType(value, schema.type)) return [path];
  if (typeof value === 'string') return textFits(value, schema) ? [] : [path];
  if (typeof value === 'number') return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity) ? [] : [path];
  if (Array.isArray(value)) return listFaults(value, schema, path);
  return isRecord(value) ? memberFaults(value, schema, path) : [];
}

/** Where only one way is open to what isn't null, the fault is named where it lies within. */
function faultsOfAny(value: unknown, ways: Schema[], path: string): string[] {
  if (ways.some((one) => faults(value, one, path).length === 0)) return [];
  const [only, ...others] = ways.filter((one) => one.type !== 'null');
  return value !== null && only !== undefined && others.length === 0 ? faults(value, only, path) : [path];
}

/** The signs that no text may hold: they can't be seen, or turn the direction of writing. */
export function unseenSigns(): RegExp {
  const { pattern = '' } = ROOT.$defs['Place']?.properties?.['address'] ?? {};
  return new RegExp(pattern.replace(/^\^\[\^/, '[').replace(/\]\*\$$/, ']'), 'gu');
}

function referred(ref: string): Schema {
  const found = ROOT.$defs[ref.slice('#/$defs/'.length)];
  if (found === undefined) throw new Error(`the schema names ${ref} and does not hold it`);
  return found;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  return typeof value === type;
}

function textFits(value: string, schema: Schema): boolean {
  const length = [...value].length; // the office counts characters, not UTF-16 units
  if (length < (schema.minLength ?? 0) || length > (schema.maxLength ?? Infinity)) return false;
  return schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value);
}

function listFaults(value: unknown[], schema: Schema, path: string): string[] {
  if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) return [path];
  const { items } = schema;
  return items === undefined ? [] : value.flatMap((one, index) => faults(one, items, `${path}/${index}`));
}

function memberFaults(value: Record<string, unknown>, schema: Schema, path: string): string[] {
  const known = schema.properties ?? {};
  const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${path}/${name}`);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const inner = known[name];
    if (inner !== undefined) return faults(member, inner, `${path}/${name}`);
    return schema.additionalProperties === false ? [`${path}/${name}`] : [];
  });
  return [...missing, ...members];
}
