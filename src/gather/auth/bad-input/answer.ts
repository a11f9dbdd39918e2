import { parseJson } from '../../../flows/interpreter.ts';
import type { BadInput, LeakKind } from '../../../model/bad-input.ts';
import type { Exchanged } from '../../../model/http.ts';

/** What an error must not show (OWASP ASVS 5.0 16.5.1). The patterns are those of languages and not of products. */
const patterns: readonly (readonly [LeakKind, RegExp])[] = [
  ['stack trace', /Traceback \(most recent call last\)|^\s*File "[^"]+", line \d+/m],
  ['stack trace', /\bat (?:async )?[\w.$<>[\] ]+ \((?:file:|node:|\/|[A-Za-z]:\\)[^)]*:\d+:\d+\)/],
  ['stack trace', /\bat [\w.$]+\([\w$]+\.(?:java|kt|scala):\d+\)|^#\d+ \S+\.php\(\d+\)|\bgoroutine \d+ \[/m],
  [
    'file path',
    /(?:\/(?:home|root|usr|var|srv|opt|app|tmp|work|Users)\/[\w@./-]+\.(?:[cm]?[jt]s|py|php|rb|go|java|cs)\b)/,
  ],
  ['file path', /\b[A-Za-z]:\\(?:[\w .-]+\\)+[\w.-]+\.\w+/],
  ['SQL', /\bSELECT\b[^<]{1,300}\bFROM\b|\bINSERT INTO\b\s+\S+\s*\(|\bsyntax error at or near\b|\bSQLSTATE\b/],
  [
    'SQL',
    /\bno such (?:table|column): \w|\b(?:sqlite|psycopg|mysql|pg)[\w.]*(?:Operational|Programming|Data)?Error\b/i,
  ],
  [
    'debug page',
    /because you have (?:<code>)?DEBUG\s*=\s*True\b|<title>[^<]*\b(?:debugger|\w+(?:Error|Exception) at \/)/i,
  ],
];

/** A body is read up to this length, above that of any usual debug page. */
const LONGEST_READ_CHARACTERS = 200_000;

export const leaksIn = (body: string): readonly LeakKind[] => {
  const read = plainText(body.slice(0, LONGEST_READ_CHARACTERS));
  return [...new Set(patterns.filter(([, pattern]) => pattern.test(read)).map(([kind]) => kind))];
};

/** A page of HTML writes quotes, line breaks and angle brackets of a trace in its own way. */
const plainText = (text: string): string =>
  text
    .replaceAll(/&quot;|&#34;|\\"/g, '"')
    .replaceAll(/&#x27;|&#39;/g, "'")
    .replaceAll(/<br\s*\/?>|\\n/g, '\n')
    .replaceAll(/&nbsp;/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');

/** The response without its text. */
export function answerOf(exchanged: Exchanged, granted: boolean): BadInput['answer'] {
  if (!exchanged.answered) return { answered: false, code: exchanged.code };
  const { status, headers, body } = exchanged.response;
  return {
    answered: true,
    status,
    granted,
    mediaType: headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? null,
    bodyCharacters: body.length,
    isJson: hasContent(parseJson(body)),
    hasAllow: headers['allow'] !== undefined,
    hasRetryAfter: headers['retry-after'] !== undefined,
    leaks: leaksIn(body),
  };
}

/** The answer in words of our own. */
export function answerWords(answer: BadInput['answer']): string {
  if (!answer.answered) return `no answer (${answer.code})`;
  const { status, granted, leaks, isJson, bodyCharacters, hasAllow, hasRetryAfter } = answer;
  return [
    `${status}${granted ? ' with what was asked for' : ''}`,
    ...(leaks.length > 0 ? [`the body shows: ${leaks.join(', ')}`] : []),
    ...(bodyCharacters > 0 && !isJson ? ['the body is no JSON'] : []),
    ...(status === 405 && !hasAllow ? ['Allow absent'] : []),
    ...(status === 429 && !hasRetryAfter ? ['Retry-After absent'] : []),
  ].join(', ');
}

const hasContent = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
