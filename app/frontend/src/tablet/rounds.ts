// Today's round: asked for by one touch, kept until the next one is here whole.
import { database, writing } from './database.ts';
import { thisDevice } from './device.ts';
import { ask, isRecord } from './line.ts';
import { tell } from './news.ts';
import { heldWords, waiting } from './outbox.ts';
import { loadRegister } from './register.ts';
import { Refusal } from './refusal.ts';
import { troubleWords } from './troubles.ts';
import type { Day, Round } from './types.ts';
import { spokenLanguage, t } from './words.ts';

const LISTS = ['server_keys', 'officers', 'sweeps', 'sites'] as const;

/** Loads the round of a day; the old one stays when that fails. */
export async function loadRound(on: Day): Promise<Round> {
  const device = await thisDevice();
  if (device === null) throw new Refusal(t('This tablet is not enrolled yet.'));
  const held = await waiting(); // the desk lists which tablets still hold something, and since when
  const path = `/tablet/api/round?on=${on}&${heldWords(held)}`;
  const answer = await ask(device, spokenLanguage(), { method: 'GET', path, body: null });
  if (!answer.ok) throw new Refusal(answer.trouble.said || troubleWords(answer.trouble).why, answer.trouble);
  if (!isRound(answer.content)) throw new Refusal(t('The office gave no answer that this app understands.'));
  await keep(answer.content);
  tell({ about: 'round' });
  await loadRegister(on);
  return answer.content;
}

export async function latestRound(): Promise<Round | null> {
  return ((await (await database()).get('rounds', 'latest')) as Round | undefined) ?? null;
}

/** Keeps the round, and with it the keys that the office signs with from now on. */
async function keep(round: Round): Promise<void> {
  const change = await writing(['rounds', 'device']);
  const device = await change.objectStore('device').get('this');
  await change.objectStore('rounds').put(round, 'latest');
  if (device !== undefined && round.server_keys.length > 0) {
    const old = device.server_keys.filter((key) => round.server_keys.every((fresh) => fresh.id !== key.id));
    await change.objectStore('device').put({ ...device, server_keys: [...round.server_keys, ...old] }, 'this');
  }
  await change.done;
}

function isRound(value: unknown): value is Round {
  if (!isRecord(value) || typeof value.on !== 'string' || typeof value.as_of !== 'string') return false;
  return LISTS.every((name) => Array.isArray(value[name])) && isRecord(value.checklists) && isRecord(value.district);
}
