import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { startTokenServer } from '../load/token-server.ts';
import { testWith } from '../serve/require.ts';
import { validRun } from './valid-run.ts';
import { filesOf, start, withFolder } from './whyslow.ts';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const testOnLinux = testWith(['prlimit']);
const account = ['--user', 'user1', '--preset', 'simplejwt', '--api', '/api/me/'];

/** A server that lowers the descriptor limit of the command after this many answers. */
async function limitedAfter(answers: number, files: number, out: string, connections: number) {
  const tool: { start?: ReturnType<typeof start> } = {};
  const server = await startTokenServer(({ served }) => {
    const pid = tool.start?.child.pid;
    if (served === answers && pid !== undefined)
      execFileSync('prlimit', ['--pid', String(pid), `--nofile=${files}:${files}`]);
    return false;
  });
  const load = ['load', `http://127.0.0.1:${server.port}`, ...account, '--suite', 'api', '--requests', '300'];
  tool.start = start([...load, '--connections', String(connections), '--out', out], {
    env: { WHYSLOW_PASSWORD: 'correct-horse-battery-9' },
  });
  const ended = await tool.start.ended;
  server.stop();
  return ended;
}

testOnLinux('connections that this machine cannot open make a trial invalid and do not fail the server', () =>
  withFolder(async (out) => {
    const ended = await limitedAfter(200, 45, out, 60);
    const run = validRun((await filesOf(out)).get('run.json') ?? '');
    const together = run.suites.find(({ connections }) => connections === 60);
    expect(together?.reasons['too-many-open-files']).toBeGreaterThan(0);
    expect(together?.selfCheck.valid).toBe(false);
    expect(together?.selfCheck.signals.map(({ because }) => because).join('\n')).toMatch(
      /requests were not sent \(too-many-open-files: .*EMFILE.*ulimit -n/,
    );
    expect(ended.stderr).not.toContain('internal error');
  }),
);

testOnLinux('without a descriptor for any connection the run ends, is shown, and names this machine as the cause', () =>
  withFolder(async (out) => {
    // Too few to write a file.
    const ended = await limitedAfter(200, 3, out, 2);
    expect(ended.stdout).toContain('could not connect');
    expect(ended.stdout).not.toContain('the server stopped answering');
    expect(ended.stderr).toContain(
      `${join(out, 'run.json')} was not written: this process may open no more files, see ulimit -n (EMFILE).`,
    );
    expect(ended.stderr).not.toMatch(/internal error|\n\s+at /);
    expect(ended.code).toBe(13);
  }),
);

testOnLinux.each([25, 40, 60, 100, 130])('ulimit -n %d ends with one clear error line or with a result', (files) =>
  withFolder(async (cwd) => {
    const argv = [
      '-c',
      `ulimit -n ${files}; exec "$@"`,
      'sh',
      process.execPath,
      BIN,
      'run',
      '--requests',
      '20',
      '--out',
      cwd,
    ];
    const { PATH = '' } = process.env;
    const child = spawn('sh', argv, { cwd, env: { PATH }, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(stderr).not.toMatch(/internal error|\n\s+at /);
    // On a busy machine a result may miss its thresholds, or be invalid.
    if (code !== 0 && !existsSync(join(cwd, 'run.json'))) expect(stderr).toMatch(/EMFILE|ulimit -n/);
  }),
);
