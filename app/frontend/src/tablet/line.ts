// One request to the office, and what its answer means. Only the office's own JSON is an answer;
// a sign-in page, a hotspot's 200 and a proxy's 403 are none.
import type { Bytes } from './bytes.ts';
import { bodyDigest, sign } from './device.ts';
import type { DeviceRow } from './database.ts';
import { now } from './moments.ts';
import type { Decided, Digest, Trouble } from './types.ts';

export type Answer = { ok: true; content: unknown } | { ok: false; trouble: Trouble };

interface Said {
  error: { code: string; message: string; fields?: { path: string; message: string }[]; decided?: string };
}

/** What goes out: `body` is sent as it is, `digest` is that of its bytes where it is known already. */
export interface Outgoing {
  method: 'GET' | 'PUT';
  path: string;
  body: Bytes | Blob | null;
  digest?: Digest;
}

const PATIENCE = 30_000;
const SLOWEST = 8; // bytes in a millisecond that a bad line still carries
/** Trouble with the line or the house, not with what was sent: it heals by itself. */
const PASSING: ReadonlySet<Trouble['code']> = new Set([
  'offline', 'slow', 'redirected', 'not_the_office', 'busy', 'server_fault', 'digest_mismatch', 'receipt_invalid',
]);
const KNOWN: ReadonlySet<string> = new Set([
  'device_unknown', 'device_revoked', 'bad_signature', 'visit_differs', 'visit_refused', 'digest_mismatch', 'bad_file',
]);

export function passes(trouble: Trouble): boolean {
  return PASSING.has(trouble.code);
}

export function troubled(code: Trouble['code'], said = ''): { ok: false; trouble: Trouble } {
  return { ok: false, trouble: { code, said, at: now() } };
}

/** Sends a request in the tablet's name. Never throws: what goes wrong on the way is an answer too. */
export async function ask(device: DeviceRow, language: string, outgoing: Outgoing): Promise<Answer> {
  const { method, path, body } = outgoing;
  const digest = outgoing.digest ?? (await bodyDigest(body instanceof Blob ? null : body));
  const signed = await sign(device, method, path, digest);
  const length = body instanceof Blob ? body.size : (body?.byteLength ?? 0);
  const request: RequestInit = {
    method,
    body,
    headers: { ...signed, Accept: 'application/json', 'Accept-Language': language },
    credentials: 'omit',
    redirect: 'manual',
    cache: 'no-store',
  };
  return fetched(path, request, PATIENCE + length / SLOWEST);
}

/** Fetches and reads within `patience` milliseconds. */
export async function fetched(path: string, request: RequestInit, patience: number): Promise<Answer> {
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), patience);
  try {
    const response = await fetch(path, { ...request, signal: enough.signal });
    return read(response, await response.text());
  } catch {
    return troubled(enough.signal.aborted ? 'slow' : 'offline'); // fetch tells no more than that
  } finally {
    clearTimeout(timer);
  }
}

function read(response: Response, text: string): Answer {
  if (response.type === 'opaqueredirect') return troubled('redirected');
  const content = json(response, text);
  if (response.ok && content !== undefined) return { ok: true, content };
  if (isSaid(content)) return refused(response.status, content);
  if (response.status >= 502 && response.status <= 504) return troubled('busy');
  if (response.status >= 500) return troubled('server_fault');
  return troubled('not_the_office');
}

function json(response: Response, text: string): unknown {
  if (!(response.headers.get('Content-Type') ?? '').startsWith('application/json')) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isSaid(content: unknown): content is Said {
  return isRecord(content) && isRecord(content.error) && typeof content.error.code === 'string';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(status: number, { error }: Said): Answer {
  const fields = error.fields ?? [];
  const said = [...new Set([error.message, ...fields.map((field) => field.message)])].filter(Boolean).join('\n');
  if (isDecision(error.decided)) return decidedOn(error.decided, error.message);
  if (error.code === 'visit_refused' && fields.some(({ path }) => path === 'changed_meanwhile')) return troubled('corrected_meanwhile', said);
  if (KNOWN.has(error.code)) return troubled(error.code as Trouble['code'], said);
  if (error.code === 'author_not_officer' || error.code === 'not_found') return troubled('visit_refused', said); // kept as a copy
  if (status === 413) return troubled('too_large', said);
  if (status === 429 || (status >= 502 && status <= 504)) return troubled('busy', said);
  if (status >= 500) return troubled('server_fault', said);
  return troubled('invalid', said);
}

function isDecision(value: unknown): value is Decided['how'] {
  return value === 'dismissed' || value === 'entered' || value === 'replaced';
}

function decidedOn(how: Decided['how'], said: string): Answer {
  return { ok: false, trouble: { code: 'visit_refused', said, at: now(), decided: how } };
}
