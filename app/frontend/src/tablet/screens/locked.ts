// A locked record brought back to read: its bytes are those that were locked, nothing can change them.

import { draftOf } from '../amend.ts';
import { database } from '../database.ts';
import type { Manifest } from '../manifest.ts';
import type { Draft } from '../types.ts';

/** The record of a locked visit as long as the tablet keeps it. */
export async function lockedRecord(visit: string): Promise<Draft | null> {
  const row = await (await database()).get('queue', visit);
  if (row === undefined) return null;
  const record = JSON.parse(row.body) as Manifest;
  return draftOf(record, row.title, record.answers.map((given) => given.item));
}
