import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type Fault, healthy } from '../../src/lab/contract.ts';
import { runInLab } from '../../src/lab/enter.ts';
import { refusedLate } from '../../src/lab/late-refusal.ts';
import type { Run } from '../../src/model/run.ts';
import { CARELINK, carelinkEnvironment, PYTHON } from '../serve/carelink.ts';
import { testWith } from '../serve/require.ts';

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const TIMEOUT_MS = 120_000;

/** Redis listens on 127.0.0.1 alone, as it does by default, and ::1 refuses late, as on Windows. */
const machine: Fault = {
  ...healthy,
  id: 'late-redis',
  title: 'a late ::1 of Redis',
  story: 'The server is started by the command.',
  provokes: ['downstream-late-refusal'],
  needs: ['nft'],
  nft: refusedLate(6_379),
  servers: [],
};

interface Answer {
  readonly run: Run;
  readonly namedMs: number;
  readonly addressedMs: number;
}

async function diagnosed(): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  const env = carelinkEnvironment({
    database: join(folder, 'db.sqlite3'),
    secretKey: 'of this test alone',
    password: 'unused',
    hasher: 'pbkdf2',
    noDelay: true,
    serverTiming: false,
  });
  const argv = [process.execPath, fileOf('story/inside.mjs'), fileOf('../../bin/whyslow.js'), PYTHON, CARELINK, folder];
  try {
    const { stdout, stderr } = await runInLab(machine, argv, {
      stdio: 'pipe',
      timeoutMs: TIMEOUT_MS,
      env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? ''])),
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Answer;
  } finally {
    await rm(folder, { recursive: true });
  }
}

testWith(['namespaces', 'nftables', 'django', 'django-redis', 'redis'])(
  "the story's server whose cache is a late Redis: the one finding, its price within 10 %, and the line of the settings",
  { timeout: TIMEOUT_MS + 5_000 },
  async () => {
    const { run, namedMs, addressedMs } = await diagnosed();
    const failed = run.findings.filter(({ outcome }) => outcome === 'fail');
    expect(failed.map(({ id }) => id)).toEqual(['downstream-late-refusal']);
    const [finding] = failed;
    if (finding?.outcome !== 'fail') throw new Error('not failed');
    expect(finding.summary).toMatch(/^For [\d.]+ s of the [\d.]+ s of a request the server connects to \[::1\]:6379/);
    const priceMs = namedMs - addressedMs;
    expect(Math.abs((finding.costMs ?? 0) - priceMs) / priceMs).toBeLessThan(0.1);
    expect(finding.advice[0]).toMatchObject({
      command: "CACHES['default']['LOCATION'] = 'redis://127.0.0.1:6379'",
      where: 'server',
    });
    const explained = run.findings.find(({ id }) => id === 'slow-application');
    expect(explained?.summary).toContain('see downstream-late-refusal');
  },
);
