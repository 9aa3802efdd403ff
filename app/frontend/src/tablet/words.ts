// The app's words: English sentences in the code, Chinese from the catalogues, and the same of dates.
import { readonly, ref } from 'vue';
import { dayOf } from './moments.ts';
import type { Day, Moment } from './types.ts';

export type Language = 'zh' | 'en';
type Values = Readonly<Record<string, string | number>>;

const KEPT = 'mingcha-tablet-language';
const HERE = 'Asia/Shanghai';

const language = ref<Language>('zh');
let chinese: Readonly<Record<string, string>> = {};

/** Reads the words and the chosen language; before this, everything speaks English. */
export async function loadWords(): Promise<void> {
  ({ default: chinese } = await import('virtual:tablet-words'));
  const kept = localStorage.getItem(KEPT);
  speak(kept === 'zh' || kept === 'en' ? kept : document.documentElement.lang.startsWith('en') ? 'en' : 'zh');
}

function speak(wanted: Language): void {
  language.value = wanted;
  document.documentElement.lang = wanted === 'zh' ? 'zh-Hans' : 'en';
}

export function useLanguage() {
  const choose = (wanted: Language): void => {
    localStorage.setItem(KEPT, wanted);
    speak(wanted);
  };
  return { language: readonly(language), choose };
}

export function spokenLanguage(): Language {
  return language.value;
}

/** The sentence in the reader's language, with `%(name)s` filled in. */
export function t(sentence: string, values: Values = {}): string {
  const said = language.value === 'zh' ? (chinese[sentence] ?? sentence) : sentence;
  return said.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole));
}

/** One of two sentences by a count, which is `%(n)s` in both. */
export function tn(one: string, many: string, n: number, values: Values = {}): string {
  const all = { n, ...values };
  return language.value === 'en' && n !== 1 ? t(many, all) : t(one, all);
}

/** 2026-03-12（周四）, in English 2026-03-12 (Thu). */
export function dayWords(day: Day | Moment): string {
  const date = day.length > 10 ? dayOf(day) : day;
  const noon = new Date(`${date}T12:00:00+08:00`);
  const locale = language.value === 'zh' ? 'zh-CN' : 'en-GB';
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: HERE }).format(noon);
  return language.value === 'zh' ? `${date}（${weekday}）` : `${date} (${weekday})`;
}

/** 10:46, by the bureau's clock. */
export function timeWords(moment: Moment): string {
  const parts = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: HERE } as const;
  return new Intl.DateTimeFormat('en-GB', parts).format(new Date(moment));
}

/** 10:46:31, where a minute is too long to wait for nothing. */
export function exactTimeWords(moment: Moment): string {
  const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: HERE } as const;
  return new Intl.DateTimeFormat('en-GB', parts).format(new Date(moment));
}
