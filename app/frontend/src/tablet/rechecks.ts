// Re-checks of orders to correct, inside a visit: begun by a touch, each item answered with its proof.
import type { Missing } from './missing.ts';
import type { Corrected, Digest, Draft, OpenOrder, Photo, Recheck } from './types.ts';
import { t, tn } from './words.ts';

/** A re-check as the manifest says it. */
export interface RecheckRecord {
  order: string;
  answers: { item: number; corrected: Corrected; note: string | null; files: Digest[] }[];
}

export function beginRecheck(draft: Draft, order: OpenOrder): void {
  const answers = order.items.map((item) => ({ ...item, corrected: null, note: '' }));
  draft.rechecks.push({ order: order.order, number: order.number, answers });
}

/** Leaves a re-check out; its photos stay with the visit. */
export function dropRecheck(draft: Draft, order: string): void {
  const at = draft.rechecks.findIndex((one) => one.order === order);
  if (at >= 0) draft.rechecks.splice(at, 1);
}

/** What a photo of an item is tied to. */
export function photoItem(order: string, item: number): string {
  return `order_${order}_${item}`;
}

export function photosOf(draft: Draft, order: string, item: number): Photo[] {
  return draft.photos.filter((photo) => photo.item === photoItem(order, item));
}

export function recheckRecords(draft: Draft): RecheckRecord[] {
  return draft.rechecks.map(({ order, answers }) => ({
    order,
    answers: answers.flatMap(({ item, corrected, note }) => {
      const files = photosOf(draft, order, item).map((photo) => photo.sha256);
      return corrected === null ? [] : [{ item, corrected, note: note.trim() || null, files }];
    }),
  }));
}

/** The re-checks of a locked record as a draft holds them; the round says what the orders asked. */
export function rechecksOf(records: RecheckRecord[], orders: OpenOrder[]): Recheck[] {
  return records.map(({ order, answers }) => {
    const known = orders.find((one) => one.order === order);
    const asked = (item: number): { wrong: string; to_correct: string } =>
      known?.items.find((one) => one.item === item) ?? { wrong: '', to_correct: t('Item %(n)s of the order', { n: item }) };
    return {
      order,
      number: known?.number ?? '',
      answers: answers.map(({ item, corrected, note }) => ({ ...asked(item), item, corrected, note: note ?? '' })),
    };
  });
}

/** How many items were found not, or only partly, corrected. */
export function uncorrected(draft: Draft): number {
  return draft.rechecks.flatMap((one) => one.answers).filter(({ corrected }) => corrected === 'no' || corrected === 'partly').length;
}

/** What a begun re-check still lacks: the rules of inspections/order_course.py. */
export function missingInRechecks(draft: Draft): Missing[] {
  const all = draft.rechecks.flatMap(({ order, answers }) => answers.map((answer) => ({ ...answer, photos: photosOf(draft, order, answer.item).length })));
  const missing: Missing[] = [];
  const open = all.filter(({ corrected }) => corrected === null).length;
  if (open > 0) {
    const words = tn('%(n)s item of an order has not been re-checked.', '%(n)s items of orders have not been re-checked.', open);
    missing.push({ code: 'orders.every_item_is_rechecked', words, step: 'checklist' });
  }
  const unseen = all.filter(({ corrected, note }) => corrected !== null && corrected !== 'yes' && !note.trim()).length;
  if (unseen > 0) {
    missing.push({ code: 'orders.recheck_says_what_was_seen', words: t('Say what was seen of each item that is not corrected.'), step: 'checklist' });
  }
  const bare = all.filter(({ corrected, note, photos }) => corrected === 'yes' && !note.trim() && photos === 0).length;
  if (bare > 0) {
    missing.push({ code: 'orders.recheck_is_proven', words: t('Prove each corrected item by a photo or a note.'), step: 'checklist' });
  }
  return missing;
}
