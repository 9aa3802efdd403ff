// A moment as the office's clock writes it, for the sentences of the record.

import type { Moment } from '../types.ts';

const CLOCK = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });

/** Year, month, day, hour and minute in the office's time zone. */
export function partsOf(moment: Moment): { year: string; month: string; day: string; hour: string; minute: string } {
  const [year = '', month = '', day = '', hour = '', minute = ''] = CLOCK.format(new Date(moment)).split(/[-: ]/);
  return { year, month, day, hour, minute };
}
