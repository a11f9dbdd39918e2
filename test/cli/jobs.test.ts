import { expect, test } from 'vitest';
import { jobsForEach } from '../../src/cli/jobs.ts';

const jobs = (urls: readonly string[], options = {}) =>
  jobsForEach(urls, { color: false, ...options }, { without: (left) => `whyslow less ${left.join(' ')}` });

test('each typed server is a job, named as it was typed, with a folder of its own below --out', async () => {
  const made = await jobs(['8000', 'http://localhost:8001/api/'], { out: 'there' });
  expect(made.map(({ name, url, reproduce, settings }) => [name, url, reproduce, settings.out])).toEqual([
    ['8000', '8000', 'whyslow less http://localhost:8001/api/', 'there/8000'],
    ['localhost-8001-api', 'http://localhost:8001/api/', 'whyslow less 8000', 'there/localhost-8001-api'],
  ]);
});

test('a server that is typed twice is measured once, as if it were typed alone', async () => {
  const made = await jobs(['8000', 'localhost:8000'], { out: 'there' });
  expect(made.map(({ name, settings }) => [name, settings.out])).toEqual([[null, 'there']]);
});
