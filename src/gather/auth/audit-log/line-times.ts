/** A time that a line states. A time in whole seconds stands for the whole second. In ms since the epoch. */
export interface LineTime {
  readonly fromMs: number;
  readonly toMs: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** ISO 8601 and its relatives: `2026-11-30T13:17:28.123Z`, `2026-11-30 13:17:28,123 +0100`. */
const ISO = /(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d{2}:?\d{2})?/g;
/** The common log format and Django's: `30/Nov/2026:13:17:28 +0000`, `30/Nov/2026 13:17:28`. */
const COMMON = /(\d{2})\/([A-Za-z]{3})\/(\d{4})[: ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?\s?([+-]\d{4})?/g;
/** RFC 3164: `Nov 30 13:17:28`, without a year. */
const SYSLOG = /\b([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?/g;
/** Seconds since the epoch, with or without a fraction, or milliseconds. */
const EPOCH = /(?<![\w.])(1[5-9]\d{8})(?:\.(\d{1,9})|(\d{3}))?(?![\w.])/g;

/** Every reading of every time in a line: one without a zone may be local or UTC. */
export function timesIn(line: string, nowMs: number): readonly LineTime[] {
  return [
    ...[...line.matchAll(ISO)].flatMap(([, year, month, day, hour, minute, second, fraction, zone]) =>
      readings({ year, month: Number(month) - 1, day, hour, minute, second, fraction, zone }),
    ),
    ...[...line.matchAll(COMMON)].flatMap(([, day, month, year, hour, minute, second, fraction, zone]) =>
      readings({ year, month: monthOf(month), day, hour, minute, second, fraction, zone }),
    ),
    ...[...line.matchAll(SYSLOG)].flatMap(([, month, day, hour, minute, second, fraction]) =>
      yearsAround(nowMs).flatMap((year) =>
        readings({ year, month: monthOf(month), day, hour, minute, second, fraction, zone: undefined }),
      ),
    ),
    ...[...line.matchAll(EPOCH)].map(([, seconds, fraction, milliseconds]) =>
      atMs(Number(seconds) * SECOND_MS, fraction ?? milliseconds),
    ),
  ];
}

interface Parts {
  readonly year: string | number | undefined;
  /** From 0; -1 for no month. */
  readonly month: number;
  readonly day: string | undefined;
  readonly hour: string | undefined;
  readonly minute: string | undefined;
  readonly second: string | undefined;
  readonly fraction: string | undefined;
  readonly zone: string | undefined;
}

const monthOf = (name = ''): number => MONTHS.indexOf(name.toLowerCase());

function readings({ year, month, day, hour, minute, second, fraction, zone }: Parts): readonly LineTime[] {
  if (month < 0) return [];
  const fields = [Number(year), month, Number(day), Number(hour), Number(minute), Number(second)] as const;
  const utcMs = Date.UTC(...fields);
  if (zone !== undefined) return [atMs(utcMs - offsetMs(zone), fraction)];
  return [atMs(utcMs, fraction), atMs(new Date(...fields).getTime(), fraction)];
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}

/** Of the digits after the point, the first three are ms. */
function atMs(secondMs: number, fraction: string | undefined): LineTime {
  if (fraction === undefined) return { fromMs: secondMs, toMs: secondMs + SECOND_MS };
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  return { fromMs: secondMs + ms, toMs: secondMs + ms + 1 };
}

/** A line without a year that is read at midnight of new year may be of either. */
const yearsAround = (nowMs: number): readonly number[] => [
  ...new Set([nowMs - DAY_MS, nowMs + DAY_MS].map((ms) => new Date(ms).getUTCFullYear())),
];
