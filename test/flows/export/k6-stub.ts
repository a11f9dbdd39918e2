import { cookieHeader, withSetCookies } from '../../../src/flows/cookies.ts';
import type { Cookie } from '../../../src/flows/contract.ts';
import type { Scripted } from '../fixtures/contract.ts';

/** A request that a script sent. */
export interface Sent {
  readonly line: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One virtual user of k6: its script, its requests, the failed checks and the times of flows that it recorded. */
export interface StubUser {
  readonly options: { readonly scenarios: Record<string, { readonly exec: string }> };
  readonly sent: readonly Sent[];
  readonly failed: readonly string[];
  readonly times: readonly { readonly ms: number; readonly suite: string }[];
  /** The suite of each flow with a wrong response. */
  readonly wrong: readonly string[];
  run(exec: string): void;
}

type Answer = (sent: Sent) => Scripted;
type Script = (
  ...modules: readonly unknown[]
) => Record<string, () => void> & { readonly options: StubUser['options'] };

/** Each request takes this long. */
export const REQUEST_MS = 3;

/** Those of the UUID 00000000-0000-4000-8000-000000000007. */
const BYTES = Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? 7 : 0)).buffer;

const EXEC = /export function (\w+)\(/g;

/** The part of k6's API that exported scripts use, with a server as a function. Cookies are kept as whyslow keeps them. */
export function k6User(
  text: string,
  env: Readonly<Record<string, string>>,
  answer: Answer,
  nowMs: () => number = Date.now,
): StubUser {
  const [sent, failed, wrong] = [[] as Sent[], [] as string[], [] as string[]];
  const times: { ms: number; suite: string }[] = [];
  const jars = new Map<string, readonly Cookie[]>();
  const originOf = (url: string): string => new URL(url).origin;
  const pathOf = (url: string): string => url.slice(originOf(url).length);
  const isJar = { clear: (url: string) => jars.delete(originOf(url)), cookiesForURL: cookiesOf };

  function cookiesOf(url: string): Record<string, string[]> {
    const pairs = cookieHeader(jars.get(originOf(url)) ?? [], pathOf(url), 0).split('; ');
    return Object.fromEntries(pairs.map((pair) => [pair.split('=')[0] ?? '', [pair.slice(pair.indexOf('=') + 1)]]));
  }

  function request(
    method: string,
    url: string,
    body: unknown,
    params: { headers: Record<string, string>; jar?: object },
  ) {
    const cookie = params.jar === undefined ? cookieHeader(jars.get(originOf(url)) ?? [], pathOf(url), 0) : '';
    const headers = { ...params.headers, ...(cookie === '' ? {} : { cookie }) };
    const one = { line: `${method} ${pathOf(url)}`, url, headers, body };
    sent.push(one);
    const { status = 200, headers: given = {}, setCookies = [], body: content = '' } = answer(one);
    jars.set(originOf(url), withSetCookies(jars.get(originOf(url)) ?? [], setCookies, pathOf(url), 0));
    const input = (selector: string) => {
      const name = /name="(.+)"/.exec(selector)?.[1] ?? '';
      return new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(content)?.[1]?.replaceAll('&amp;', '&');
    };
    const html = () => ({ find: (selector: string) => ({ first: () => ({ attr: () => input(selector) }) }) });
    return { status, headers: given, body: content, timings: { duration: REQUEST_MS }, html };
  }

  const http = {
    request,
    cookieJar: () => isJar,
    CookieJar: Map,
    file: (content: string, filename: string, type: string) => ({ content, filename, type }),
  };
  const check = (value: unknown, tests: Record<string, (value: unknown) => boolean>): boolean => {
    const missed = Object.entries(tests).flatMap(([name, test]) => (test(value) ? [] : [name]));
    failed.push(...missed);
    return missed.length === 0;
  };
  const exec = {
    scenario: { iterationInTest: 6 },
    test: {
      abort: (why: string) => {
        throw new Error(why);
      },
    },
  };
  const Trend = class {
    add(ms: number, { suite }: { suite: string }): void {
      times.push({ ms, suite });
    }
  };
  const Counter = class {
    add(n: number, { suite }: { suite: string }): void {
      wrong.push(...Array<string>(n).fill(suite));
    }
  };
  const encoding = {
    b64encode: (value: string) => Buffer.from(value).toString('base64'),
    b64decode: (value: string) => Buffer.from(value, 'base64url').toString(),
  };
  const names = [...text.matchAll(EXEC)].map(([, name = '']) => name);
  const source = text.replaceAll(/^import .*$/gm, '').replaceAll(/^export /gm, '');
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- the text is the script under test.
  const script = new Function(
    'http',
    'encoding',
    'exec',
    'Trend',
    'Counter',
    'check',
    '__ENV',
    'crypto',
    'Date',
    `${source}\nreturn { options, ${names.join(', ')} };`,
  ) as Script;
  const made = script(http, encoding, exec, Trend, Counter, check, env, { randomBytes: () => BYTES }, { now: nowMs });
  return { options: made.options, sent, failed, times, wrong, run: (name) => made[name]?.() };
}
