/** The three date formats of RFC 9110 §5.6.7. `Date.parse` alone also reads "soon 5" and "-5" as dates. */
const HTTP_DATES: readonly RegExp[] = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/** Larger numbers of seconds are not exact in ms. Every caller bounds the wait. */
const LARGEST_S = Math.floor(Number.MAX_SAFE_INTEGER / 1_000);

/**
 * Parses a Retry-After header: whole seconds or a date (RFC 9110 §10.2.3).
 * @returns ms from now, 0 for a past date; null where the header is absent or invalid.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  const text = (header ?? '').trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text), LARGEST_S) * 1_000;
  if (!HTTP_DATES.some((format) => format.test(text))) return null;
  // The asctime form has no time zone and means UTC.
  const atMs = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/**
 * The wait that a response asks for. Some libraries, like better-auth, name the header X-Retry-After.
 * @returns ms from now; null where no header states a wait.
 */
export const askedWaitMs = (headers: Readonly<Record<string, string>>, nowMs: number): number | null =>
  retryAfterMs(headers['retry-after'], nowMs) ?? retryAfterMs(headers['x-retry-after'], nowMs);
