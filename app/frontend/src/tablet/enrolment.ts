// While signed in: who sits here, making this browser a tablet of the office, an officer's key under a PIN.
import { database, type DeviceRow, type OfficerRow, put, writing } from './database.ts';
import { makeDeviceKey, makeGuard, publicJwk, thisDevice } from './device.ts';
import { fetched, isRecord } from './line.ts';
import { now } from './moments.ts';
import { tell } from './news.ts';
import { makeOfficerKey } from './pin.ts';
import { Refusal } from './refusal.ts';
import { troubleWords } from './troubles.ts';
import type { Device, LocalOfficer, ServerKey, Session } from './types.ts';
import { spokenLanguage, t } from './words.ts';

export const signInUrl = '/sign-in?next=/tablet/';
const PATIENCE = 20_000;
const PIN = /^\d{6,12}$/;

/** Who is signed in at this browser, as far as the office can be asked. */
export async function session(): Promise<Session | 'signed_out' | 'offline'> {
  const request: RequestInit = { headers: { Accept: 'application/json' }, redirect: 'manual', cache: 'no-store' };
  const answer = await fetched('/tablet/api/session', request, PATIENCE);
  if (answer.ok) return isRecord(answer.content) && 'csrf_token' in answer.content ? (answer.content as unknown as Session) : 'offline';
  const signedOut = answer.trouble.code === 'invalid' || answer.trouble.code === 'redirected';
  return signedOut ? 'signed_out' : 'offline';
}

/** Ends the session at the office; the tablet itself stays enrolled and goes on sending. */
export async function signOut(): Promise<void> {
  const { csrf_token } = await signedIn();
  const request: RequestInit = { method: 'POST', headers: { 'X-CSRF-Token': csrf_token }, redirect: 'manual', cache: 'no-store' };
  await fetched('/sign-out', request, PATIENCE);
  if ((await session()) !== 'signed_out') throw new Refusal(t('This needs a connection to the office.'));
}

/** Makes this browser a tablet of the signed-in person's district. Enrolled anew it counts from one and its
 *  officers choose their PINs again; visits that wait are sent by the new tablet as they were locked. */
export async function enrol(label: string): Promise<Device> {
  const { csrf_token } = await signedIn();
  const pair = await makeDeviceKey();
  const asked = { public_key: await publicJwk(pair), label: label.trim() };
  const given = await post('/tablet/api/devices', csrf_token, asked);
  const row: DeviceRow = {
    device: String(given.device),
    label: asked.label,
    enrolled_at: now(),
    server_keys: given.server_keys as ServerKey[],
    private_key: pair.privateKey,
    guard: await makeGuard(),
    last_sequence: 0,
    last_digest: null,
  };
  const change = await writing(['device', 'officers']);
  await change.objectStore('device').put(row, 'this');
  await change.objectStore('officers').clear();
  await change.done;
  tell({ about: 'device' });
  return { device: row.device, label: row.label, enrolled_at: row.enrolled_at, server_keys: row.server_keys };
}

/** Registers the key with which the signed-in person confirms here; the PIN stays on the tablet. */
export async function registerOfficer(pin: string): Promise<LocalOfficer> {
  if (!PIN.test(pin)) throw new Refusal(t('A PIN has 6 to 12 digits.'));
  const device = await thisDevice();
  if (device === null) throw new Refusal(t('This tablet is not enrolled yet.'));
  const { csrf_token } = await signedIn();
  const made = await makeOfficerKey(device.guard, pin);
  const given = await post('/tablet/api/officers', csrf_token, { device: device.device, public_key: made.public_key });
  const officer: LocalOfficer = {
    person: String(given.person),
    name: String(given.name),
    certificate: typeof given.certificate === 'string' ? given.certificate : null,
  };
  const row: OfficerRow = { ...officer, ...made, key: typeof given.key === 'string' ? given.key : null, wrong: 0, wrong_at: null };
  await put('officers', row);
  tell({ about: 'device' });
  return officer;
}

export async function localOfficers(): Promise<LocalOfficer[]> {
  const rows = await (await database()).getAll('officers');
  return rows.map(({ person, name, certificate }) => ({ person, name, certificate }));
}

async function signedIn(): Promise<Session> {
  const found = await session();
  if (found === 'signed_out') throw new Refusal(t('Sign in first.'));
  if (found === 'offline') throw new Refusal(t('This needs a connection to the office.'));
  return found;
}

async function post(path: string, token: string, body: object): Promise<Record<string, unknown>> {
  const request: RequestInit = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'Accept-Language': spokenLanguage(), 'X-CSRF-Token': token },
    redirect: 'manual',
    cache: 'no-store',
  };
  const answer = await fetched(path, request, PATIENCE);
  if (answer.ok && isRecord(answer.content)) return answer.content;
  if (answer.ok) throw new Refusal(t('The office gave no answer that this app understands.'));
  throw new Refusal(answer.trouble.said || troubleWords(answer.trouble).why, answer.trouble);
}
