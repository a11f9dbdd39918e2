import { expect, test } from 'vitest';
import { startKnownTimes } from '../gather/server/waits/known-times.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { withFolder } from './whyslow.ts';

const isElsewhere = process.platform !== 'linux';

test.skipIf(isElsewhere)(
  'a flow that is slow under load is watched, its cause is a finding, and its bar is in every report',
  () =>
    withFolder(async (out) => {
      const server = await startKnownTimes('Node, one event loop');
      // A POST, so that it is another request than the one of the diagnosis.
      const url = `http://127.0.0.1:${server.port}/?sleep=150`;
      const options = ['--method', 'POST', '--requests', '10', '--format', 'json,html,markdown', '--out', out];
      const { stdout } = await whyslow(['load', url, ...options]);
      const saved = await whyslow(['report', `${out}/run.json`, '--format', 'json']);
      server.stop();
      const run = validRun(saved.stdout);
      const [piece] = run.evidence.filter(({ kind }) => kind === 'flow-waits');
      expect(piece?.outcome).toMatchObject({ ok: true, value: { flows: [{ flow: 'url', noun: 'a request' }] } });
      expect(run.findings.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)).toEqual([
        'sleeping-request',
      ]);
      expect(stdout).toContain('during a request the server was');
    }),
);

test.skipIf(isElsewhere).each([
  ['a quick flow', '?sleep=1'],
  ['the URL, which the diagnosis watched', '?sleep=150'],
])('%s is not watched again', (_what, query) =>
  withFolder(async (out) => {
    const server = await startKnownTimes('Node, one event loop');
    const url = `http://127.0.0.1:${server.port}/${query}`;
    const { stdout } = await whyslow(['load', url, '--requests', '10', '--json', '--quiet', '--out', out]);
    server.stop();
    expect(validRun(stdout).evidence.filter(({ kind }) => kind === 'flow-waits')).toEqual([]);
  }),
);
