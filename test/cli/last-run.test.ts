import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { whyslow } from './warm.ts';
import { withFolder } from './whyslow.ts';

async function listening(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
}

const runIn = async (cwd: string, out: string): Promise<Run> =>
  JSON.parse(await readFile(join(cwd, out, 'run.json'), 'utf8')) as Run;

test('--against last takes the newest run of the same command and port below reports/', () =>
  withFolder(async (cwd) => {
    const [one, other] = [await listening(), await listening()];
    try {
      const diagnose = (url: string, ...more: readonly string[]) =>
        whyslow(['diagnose', url, '--quick', ...more], { cwd });
      await diagnose(one.url);
      await diagnose(one.url);
      await diagnose(other.url);
      await whyslow(['clients', one.url], { cwd });
      await mkdir(join(cwd, 'reports/of-another-program'));
      await writeFile(join(cwd, 'reports/of-another-program/run.json'), '[');
      const ended = await diagnose(one.url, '--against', 'last', '--out', join(cwd, 'compared'));
      expect(ended.stderr).not.toContain('reports/');
      const today = new Date().toISOString().slice(0, 10);
      const newest = await runIn(cwd, `reports/${today}-diagnose-2`);
      expect((await runIn(cwd, 'compared')).against).toMatchObject({
        startedAt: newest.startedAt,
        comparable: { kind: 'same-server' },
      });
    } finally {
      one.close();
      other.close();
    }
  }));
