import type { DifferenceKind, FailedLogin } from '../../model/failed-logins.ts';
import type { HttpResponse } from '../../model/http.ts';
import { type AuthClient, type LoginAttempt, shownAs } from './contract.ts';
import { securityExchange } from './security-exchange.ts';

/** Enough for an interval of a few milliseconds where a login takes 200 ms, give or take 10. */
const PAIRS = 20;
/** NIST SP 800-63B §5.2.2: no more than 100 failures in a row on one account. */
const FAILURES = 100;
/** Two for each core of a small machine: 75 slow hashes of 300 ms take 12 s there instead of 23 s. */
const AT_ONCE = 4;
/** The last ones are sent one after the other, as the first were, so that a check can compare their times. */
const LAST_ALONE = 5;
/** A slow hash takes 400 ms on a busy machine, so that 120 logins end in this time. */
const LONGEST_MS = 60_000;
/** RFC 6585 §4, and RFC 4918 §11.3, which servers use for a locked account. */
const THROTTLED: ReadonlySet<number> = new Set([423, 429]);

/** Fails to log in, as often as a guesser would. It can lock the account, so that the user has to allow it. */
export const failedLogins = securityExchange({
  kind: 'failed-logins',
  permission: '--allow-lockout',
  title: 'failing to log in',
  harm: 'attacks',
  budgetMs: 120_000,
  sends: [
    'only with `--allow-lockout`: up to 100 logins with the account and a wrong password, 4 at once at most, up to 20 with names that do not exist, and one with the right password',
  ],
  async perform(client) {
    const tried = await guess(client, await tryPairs(client));
    const { status, granted, show } = await client.tryLogin('known', 'right');
    const afterwards = { status, granted, ...shownAs(show({ sent: 'the right password afterwards' })) };
    return { attempts: factsOf(tried), differences: differencesOf(tried), afterwards };
  },
});

/** The order within a pair changes, so that what the first costs falls on both. */
async function tryPairs(client: AuthClient): Promise<LoginAttempt[]> {
  const tried: LoginAttempt[] = [];
  for (let pair = 0; pair < PAIRS && !isThrottled(tried); pair += 1) {
    const order = pair % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
    for (const who of order) tried.push(await client.tryLogin(who, 'wrong'));
  }
  return tried;
}

/** Goes on with the account, several logins at once and the last ones alone, until it is throttled. */
async function guess(client: AuthClient, tried: LoginAttempt[]): Promise<LoginAttempt[]> {
  const startedMs = performance.now();
  const isOver = (kept: number): boolean => countKnown(tried) >= FAILURES - kept || isThrottled(tried);
  let atOnce = AT_ONCE;
  while (!isOver(LAST_ALONE) && performance.now() - startedMs < LONGEST_MS) {
    const times = Math.min(atOnce, FAILURES - LAST_ALONE - countKnown(tried));
    const answers = await client.tryLoginAtOnce('known', 'wrong', times);
    const telling = times === 1 ? answers : answers.filter((each) => !isThrottled([each]) && !isFailure(each));
    // A refusal may be about several at once. One alone shows whether it is about guessing.
    if (telling.length < answers.length) atOnce = 1;
    tried.push(...telling);
  }
  for (let alone = 0; alone < LAST_ALONE && !isOver(0); alone += 1) tried.push(await client.tryLogin('known', 'wrong'));
  return tried;
}

const isFailure = ({ status }: LoginAttempt): boolean => status === 0 || status >= 500;

const countKnown = (tried: readonly LoginAttempt[]): number => tried.filter(({ who }) => who === 'known').length;
const isThrottled = (tried: readonly LoginAttempt[]): boolean => tried.some(({ status }) => THROTTLED.has(status));

/** The first of each name, the last and the throttled one show their exchange; the others are equal to them. */
function factsOf(tried: readonly LoginAttempt[]): readonly FailedLogin[] {
  const shown = [
    tried.find(({ who }) => who === 'known'),
    tried.find(({ who }) => who === 'unknown'),
    tried.find((each) => isThrottled([each])),
    tried.at(-1),
  ];
  return tried.map((attempt) => {
    const { who, status, granted, tookMs, response, show } = attempt;
    const hasRetryAfter = response?.headers['retry-after'] !== undefined;
    const facts = { who, status, granted, tookMs, hasRetryAfter };
    return shown.includes(attempt)
      ? {
          ...facts,
          ...shownAs(show({ sent: sentBy[who], ...(status === 429 ? { came: throttledText(hasRetryAfter) } : {}) })),
        }
      : facts;
  });
}

const throttledText = (hasRetryAfter: boolean): string => `429, Retry-After ${hasRetryAfter ? 'present' : 'absent'}`;

const sentBy = {
  known: 'the name of the account and a wrong password',
  unknown: 'a name that does not exist and a wrong password',
} as const;

function differencesOf([first, second]: readonly LoginAttempt[]): readonly DifferenceKind[] | null {
  if (first === undefined || second === undefined || first.response === null || second.response === null) return null;
  const [a, b] = [comparable(first.response, first.username), comparable(second.response, second.username)];
  return (['status', 'headers', 'body'] as const).filter((part) => a[part] !== b[part]);
}

/** Numbers, tokens and the name differ between any two answers. */
const comparable = ({ status, headers, body }: HttpResponse, username: string) => ({
  status: String(status),
  headers: Object.keys(headers).toSorted().join(' '),
  body: body
    .replaceAll(username, 'NAME')
    .replaceAll(/[\w+/=-]{16,}/g, 'TOKEN')
    .replaceAll(/\d+/g, 'N'),
});
