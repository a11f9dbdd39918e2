import { serveReference, type ServeOptions, type Serving } from '../../src/reference/listen.ts';

export const PASSWORD = 'correct horse 9 battery staple';
export const USER = { username: 'user1', password: PASSWORD };

/** A whole second, so that claims in seconds equal the clock in milliseconds. */
const NOON_MS = Date.UTC(2026, 0, 15, 12);

interface Clock {
  nowMs: number;
}

export interface Served extends Serving {
  readonly clock: Clock;
}

/** Argon2 takes 25 ms of a core for each start and each sign-in. A test about times sets `slowness: {}`. */
const QUICK = { hash: { kind: 'pbkdf2-sha256', iterations: 1 } } as const;

/** A real server on a free port with three users and a clock that only the test changes. */
export async function serve(options: Partial<ServeOptions> = {}): Promise<Served> {
  const clock = { nowMs: NOON_MS };
  const common = { port: 0, users: 3, password: PASSWORD, nowMs: () => clock.nowMs, slowness: QUICK };
  const serving = await serveReference({ ...common, ...options });
  return { ...serving, clock };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export async function ask(url: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, url), init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

export function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ask(url, path, { method: 'POST', body: text, headers: { 'Content-Type': 'application/json', ...headers } });
}

export function getMe(url: string, token: string): Promise<Answer> {
  return ask(url, '/api/me/', { headers: { Authorization: `Bearer ${token}` } });
}

export function refresh(url: string, token: string): Promise<Answer> {
  return post(url, '/api/token/refresh/', { refresh: token });
}

export interface Pair {
  readonly access: string;
  readonly refresh: string;
}

export async function signIn(url: string, user: typeof USER = USER): Promise<Pair> {
  return pairOf(await post(url, '/api/token/', user));
}

export function pairOf({ status, body }: Answer): Pair {
  if (status !== 200) throw new Error(`expected tokens, got ${status} ${JSON.stringify(body)}`);
  return { access: String(body['access']), refresh: String(body['refresh']) };
}

export function claimsIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
