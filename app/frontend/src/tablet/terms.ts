// The law's own words for what the tablet records: Chinese, English. A test holds them equal to
// the terms of inspections/.
import { useLanguage } from './words.ts';

export const TERMS = {
  result: {
    compliant: ['未发现问题', 'No findings'],
    corrected_on_site: ['当场改正', 'Corrected on site'],
    correction_ordered: ['责令改正', 'Ordered to correct'],
    lead_created: ['转为线索', 'Lead created'],
    closed_premises: ['关门歇业', 'Premises closed'],
    refused_entry: ['拒绝检查', 'Entry refused'],
    not_found: ['地址查无此处', 'Not found'],
  },
  answer: {
    yes: ['是', 'Yes'],
    no: ['否', 'No'],
    not_applicable: ['不适用', 'Not applicable'],
    not_checked: ['未查', 'Not checked'],
  },
  corrected: {
    yes: ['已改正', 'Corrected'],
    partly: ['部分改正', 'Partly corrected'],
    no: ['未改正', 'Not corrected'],
  },
  kind: {
    daily: ['日常检查', 'Daily'],
    double_random: ['双随机检查', 'Double-random'],
    special: ['专项检查', 'Special'],
    case: ['个案检查', 'Case'],
    recheck: ['整改复查', 'Re-check'],
  },
  school_day: {
    term: ['教学日', 'School day'],
    rest: ['休息日', 'Rest day'],
    holiday: ['法定节假日', 'Public holiday'],
    vacation: ['寒暑假', 'Vacation'],
  },
  standing: {
    blacklisted: ['已列入黑名单', 'Blacklisted'],
    licensed: ['有办学许可', 'Licensed'],
    unlicensed: ['许可已终止', 'Licence ended'],
    unknown: ['未知有无许可', 'No licence known'],
  },
  licence_status: {
    valid: ['有效', 'Valid'],
    expired: ['已过期', 'Expired'],
    suspended: ['已暂停', 'Suspended'],
    deregistered: ['已注销', 'Deregistered'],
    revoked: ['已吊销', 'Revoked'],
    none: ['无证', 'Without licence'],
    unknown: ['未载明', 'Not stated'],
  },
  subject_class: {
    subject: ['学科类', 'Subject'],
    non_subject: ['非学科类', 'Non-subject'],
  },
  delivery_mode: {
    offline: ['线下', 'Offline'],
    online: ['线上', 'Online'],
  },
  mark: {
    children: ['拍到未成年人', 'Shows children'],
    roster: ['学员名单', 'List of pupils'],
    dwelling: ['住宅内', 'Inside a dwelling'],
  },
} as const satisfies Record<string, Record<string, readonly [string, string]>>;

const { language } = useLanguage();

/** The word for a code of a group; the code itself where a newer office knows more than this app. */
export function termWords(group: keyof typeof TERMS, code: string): string {
  const words: Readonly<Record<string, readonly [string, string]>> = TERMS[group];
  const [zh, en] = words[code] ?? [code, code];
  return language.value === 'zh' ? zh : en;
}

/** The same word in the language spoken now, where the office sent it in the other one. */
export function saidNow(group: keyof typeof TERMS, sent: string): string {
  const pairs: readonly (readonly [string, string])[] = Object.values(TERMS[group]);
  const [zh, en] = pairs.find((pair) => pair.includes(sent)) ?? [sent, sent];
  return language.value === 'zh' ? zh : en;
}
