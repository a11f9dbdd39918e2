import { expect, test } from 'vitest';
import { startKnownTimes } from '../gather/server/waits/known-times.ts';
import { validRun } from './valid-run.ts';
import { whyslow, withFolder } from './whyslow.ts';

test.skipIf(process.platform !== 'linux')(
  'waits names the largest part of the time, in the terminal and in the saved run',
  () =>
    withFolder(async (out) => {
      const server = await startKnownTimes('Node, one event loop');
      const url = `http://127.0.0.1:${server.port}/?downstream=250`;
      const { code, stdout } = await whyslow(['waits', url, '--out', out, '--format', 'json,html,markdown']);
      const saved = await whyslow(['report', `${out}/run.json`, '--format', 'json']);
      server.stop();
      expect(code).toBe(0);
      expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
        /For \d+ ms of the \d+ ms of a request the server waits for answers of 127\.0\.0\.1:\d+/,
      );
      expect(stdout).toContain('downstream-slow-answer');
      expect(stdout).toContain('the server was');
      const [piece] = validRun(saved.stdout).evidence.filter(({ kind }) => kind === 'waits');
      expect(piece?.outcome).toMatchObject({ ok: true, value: { programs: [{ name: 'node', processes: 1 }] } });
    }),
);

test('waits needs a URL', async () => {
  const { code, stderr } = await whyslow(['waits']);
  expect([code, stderr]).toEqual([2, expect.stringContaining("missing required argument 'url'")]);
});
