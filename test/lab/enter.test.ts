import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, describe, expect, vi } from 'vitest';
import type { Fault } from '../../src/lab/contract.ts';
import { labIsPossible, runInLab } from '../../src/lab/enter.ts';
import { none } from '../../src/lab/faults/none.ts';
import { testWith } from '../serve/require.ts';
import { processesIn } from './namespace.ts';

const test = testWith(['namespaces', 'nftables']);
const WHYSLOW = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const PIPED = { stdio: 'pipe', timeoutMs: 20_000 } as const;

const shell = (script: string, fault: Fault = none) => runInLab(fault, ['sh', '-c', script], PIPED);

afterEach(() => vi.unstubAllEnvs());

describe('a command in the lab', () => {
  test.for([
    ['exits with its own code', 'exit 7', 7],
    ['exits like a shell when a signal ends it', 'kill -TERM $$', 143],
  ] as const)('%s', async ([, script, code]) => expect((await shell(script)).code).toBe(code));

  test('keeps its two outputs apart', async () => {
    expect(await shell('echo said; echo complained >&2')).toEqual({
      code: 0,
      stdout: 'said\n',
      stderr: 'complained\n',
    });
  });

  test('sees the name service of the fault, and the rest of /etc as it is', async () => {
    const ill: Fault = {
      ...none,
      hosts: '10.9.9.9 elsewhere\n',
      gaiConf: 'precedence ::/0 40\n',
      resolvConf: '# empty\n',
    };
    const { stdout } = await shell('cd /etc && cat hosts gai.conf resolv.conf nsswitch.conf passwd', ill);
    const passwd = await readFile('/etc/passwd', 'utf8');
    expect(stdout).toBe(`${ill.hosts}${ill.gaiConf}${ill.resolvConf}${ill.nsswitch}${passwd}`);
  });

  test('has loopback with the addresses of the fault, and no other interface', async () => {
    const { stdout } = await shell('ip -brief address', { ...none, addresses: ['10.9.9.9/32'] });
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^lo .*127\.0\.0\.1\/8 10\.9\.9\.9\/32 ::1\/128/),
    ]);
  });

  test('finds the servers listening when it starts', async () => {
    const { stdout } = await runInLab(none, ['curl', '-s', 'http://[::1]:8123/', 'http://127.0.0.1:8123/'], PIPED);
    expect(stdout).toBe('This is lab.\n'.repeat(2));
  });

  test('inherits no proxy from outside, and gets the one of the fault', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://outside');
    vi.stubEnv('PASSED_ON', 'yes');
    const { stdout } = await shell('echo "$HTTPS_PROXY|$HTTP_PROXY|$PASSED_ON"', {
      ...none,
      env: { HTTP_PROXY: 'http://inside' },
    });
    expect(stdout).toBe('|http://inside|yes\n');
  });
});

describe('afterwards', () => {
  test('no process, no mount and no file is left', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
    vi.stubEnv('TMPDIR', folder);
    const before = await mounts();
    const { stdout } = await shell('(sleep 300 &) ; readlink /proc/self/ns/mnt');
    expect(stdout).toMatch(/^mnt:\[\d+\]\n$/);
    expect(await processesIn(stdout.trim())).toEqual([]);
    expect(await mounts()).toBe(before);
    expect(await readdir(folder)).toEqual([]);
    await rmdir(folder);
  });

  test('a command that does not end is killed at the deadline', async () => {
    const started = performance.now();
    const running = runInLab(none, ['sleep', '300'], { ...PIPED, timeoutMs: 1_000 });
    await expect(running).rejects.toMatchObject({
      code: 'lab-failed',
      message: expect.stringContaining('the command did not end within 1 s'),
    });
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});

describe('a lab that cannot be built is reported', () => {
  test.for([
    ['a command that does not exist', none, ['no-such-command'], /no-such-command ENOENT/],
    ['a ruleset that nft refuses', { ...none, nft: 'nonsense' }, ['true'], /nft -f -:.*syntax error/s],
    ['an address nobody can have', { ...none, addresses: ['300.1.1.1/32'] }, ['true'], /ip address add 300\.1\.1\.1/],
    ['a server on a foreign address', foreignServer(), ['true'], /the application did not start:.*10\.1\.1\.1/],
  ] as const)('%s', async ([, fault, argv, message]) => {
    await expect(runInLab(fault, argv, PIPED)).rejects.toMatchObject({
      code: 'lab-failed',
      exitCode: 1,
      message: expect.stringMatching(message),
    });
  });

  test('a machine without unshare', () => {
    // A mount namespace hides the program, because the lab finds programs of the system without PATH.
    const covered = 'mount --bind /dev/null "$(readlink -f "$(command -v unshare)")" && exec "$@"';
    const argv = ['-rm', 'sh', '-c', covered, 'sh', process.execPath, WHYSLOW, 'lab', 'none'];
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
    const { status, stderr } = spawnSync('unshare', argv, { encoding: 'utf8', env });
    expect(stderr).toMatch(/The lab is not possible here: .*unshare is not installed.*apt-get install util-linux/);
    expect(status).toBe(2);
  });

  test('the lab does not depend on PATH', () => {
    vi.stubEnv('PATH', '/nonexistent');
    expect(labIsPossible()).toMatchObject({ possible: true });
  });
});

function foreignServer(): Fault {
  const [server] = none.servers;
  return { ...none, servers: server === undefined ? [] : [{ ...server, addresses: ['10.1.1.1'] }] };
}

const mounts = (): Promise<string> => readFile('/proc/self/mountinfo', 'utf8');
