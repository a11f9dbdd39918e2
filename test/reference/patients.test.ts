import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, serve, signIn, type Answer, type Served } from './client.ts';

const COUNT = 1234;

let server: Served;
let access: string;
beforeAll(async () => {
  server = await serve({ patients: COUNT });
  ({ access } = await signIn(server.url));
});
afterAll(() => server.close());

const get = (path: string): Promise<Answer> =>
  ask(server.url, path, { headers: { Authorization: `Bearer ${access}` } });

async function walk(limit: string): Promise<{ ids: number[]; pages: number }> {
  const ids: number[] = [];
  for (let [pages, next] = [0, '']; ; pages += 1) {
    const cursor = next === '' ? '' : `&cursor=${next}`;
    const { status, body } = await get(`/api/patients/?${limit}${cursor}`);
    if (status !== 200 || !Array.isArray(body['results'])) throw new Error(JSON.stringify(body));
    ids.push(...body['results'].map((one: { id: number }) => one.id));
    const { next: following } = body;
    if (typeof following !== 'string') return { ids, pages: pages + 1 };
    next = following;
  }
}

const ALL = Array.from({ length: COUNT }, (_, index) => index + 1);

test.each([
  ['the default limit', '', Math.ceil(COUNT / 20)],
  ['the largest limit', 'limit=100', 13],
  ['a limit that divides the table', 'limit=2', 617],
])('the pages with %s contain each patient once, in order', async (_name, limit, pages) => {
  expect(await walk(limit)).toEqual({ ids: ALL, pages });
});

test.each([
  ['no number', 'limit=abc', 'limit'],
  ['none at all', 'limit=0', 'limit'],
  ['more than a page', 'limit=101', 'limit'],
  ['less than none', 'limit=-1', 'limit'],
  ['half a one', 'limit=1.5', 'limit'],
  ['an empty one', 'limit=', 'limit'],
  ['a cursor of something else', 'cursor=abc', 'cursor'],
  ['a cursor below the list', 'cursor=-1', 'cursor'],
  ['a cursor with SQL in it', "cursor=1'%20OR%201=1", 'cursor'],
  ['a cursor of many digits', `cursor=${'9'.repeat(40)}`, 'cursor'],
])('%s is refused, and the response names the field', async (_what, query, field) => {
  const { status, headers, body } = await get(`/api/patients/?${query}`);
  expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  expect(body).toMatchObject({ code: 'invalid', [field]: [expect.any(String)] });
});

test('a cursor after the last patient gives an empty last page', async () => {
  expect((await get(`/api/patients/?cursor=${COUNT}`)).body).toEqual({ results: [], next: null });
});

test.each([
  ['the first', '1', 200, { id: 1 }],
  ['the last', String(COUNT), 200, { id: COUNT }],
  ['one behind the last', String(COUNT + 1), 404, { code: 'not_found' }],
  ['no number', 'abc', 404, { code: 'not_found' }],
  ['an unknown', '0', 404, { code: 'not_found' }],
])('%s patient by id', async (_what, id, status, body) => {
  expect(await get(`/api/patients/${id}`)).toMatchObject({ status, body });
});

test('a patient is the same on every machine', async () => {
  const { body } = await get('/api/patients/1');
  expect(body).toEqual({ id: 1, name: 'Dora Diaz', born: '1970-06-01', ward: 'A2' });
});
