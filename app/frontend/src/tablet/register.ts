// The sites of the tablet's area, carried for visits that no sweep had foreseen; fetched only when changed.
import { database, put } from './database.ts';
import { thisDevice } from './device.ts';
import { ask, isRecord } from './line.ts';
import { tell } from './news.ts';
import type { Day, Register, RegisteredSite } from './types.ts';
import { spokenLanguage } from './words.ts';

/** Asks for the list; without an answer, or with nothing new, the one that is here stays. */
export async function loadRegister(on: Day): Promise<void> {
  const device = await thisDevice();
  if (device === null) return;
  const known = (await keptRegister())?.digest ?? '';
  const path = `/tablet/api/register?on=${on}&known=${known}`;
  const answer = await ask(device, spokenLanguage(), { method: 'GET', path, body: null });
  if (!answer.ok || !isRegister(answer.content)) return;
  await put('rounds', answer.content, 'register');
  tell({ about: 'round' });
}

export async function keptRegister(): Promise<Register | null> {
  return ((await (await database()).get('rounds', 'register')) as Register | undefined) ?? null;
}

function isRegister(value: unknown): value is Register {
  if (!isRecord(value) || value.unchanged !== false || typeof value.digest !== 'string') return false;
  return (['columns', 'sites', 'asked', 'sweeps'] as const).every((name) => Array.isArray(value[name]));
}

/** The rows as sites, told apart from a round's by belonging to no sweep. */
export function sitesOf(register: Register, checklist: string): RegisteredSite[] {
  return register.sites.map((row) => {
    const cells = Object.fromEntries(register.columns.map((name, index) => [name, row[index] ?? null]));
    const text = (name: string): string => String(cells[name] ?? '');
    const word = (name: string): string | null => (cells[name] === null ? null : String(cells[name]));
    const degrees = (name: string): number | null => (typeof cells[name] === 'number' ? cells[name] : null);
    return {
      site: text('site'),
      institution: word('institution'),
      name: text('name'),
      address: text('address'),
      district_code: text('district_code'),
      credit_code: text('credit_code'),
      street: '',
      lng: degrees('lng'),
      lat: degrees('lat'),
      standing: text('standing'),
      licence: cells['licence_no'] === null ? null : { number: text('licence_no'), expires: word('licence_expires'), status_word: text('licence_status') },
      subject_class: word('subject_class'),
      delivery_mode: word('delivery_mode'),
      phone: '',
      principal: '',
      sweep: null,
      team: null,
      order: 0,
      state: 'missing',
      checklist,
      items: register.asked[Number(cells['asked'])] ?? [],
      history: [],
      orders: [],
    };
  });
}
