// Does a script of whyslow export artillery measure what whyslow measures? Each case runs both against the reference server,
// compares the medians of whole flows and the verdicts, and counts reused refresh tokens in the server's audit log.
// Artillery is installed in a folder outside of the repository (ARTILLERY_FOLDER), with its own Node. An interrupted call resumes.
//
//   npm run bench:export
//   npm run bench:export -- refresh --again

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { auditLinesOf } from '../dist/reference/audit-lines.js';
import { startReference } from '../dist/reference/process.js';
import { measurePart } from './part.mjs';

const USERS = 2;
const REQUESTS = 200;
/** A median may differ by this share, or by this time where that is more: Artillery rounds its quantiles to about 1 %. */
const NEAR = 0.1;
const NEAR_MS = 1;

const CLI = fileURLToPath(new URL('../bin/whyslow.js', import.meta.url));
const FOLDER = env.ARTILLERY_FOLDER ?? join(tmpdir(), 'whyslow-artillery');
const NODE_PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const PASSWORD = 'only for this bench';

const run = (file, args, options) =>
  new Promise((resolve) => {
    execFile(file, args, { maxBuffer: 1e8, ...options }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

async function install() {
  if (existsSync(join(FOLDER, 'node_modules/artillery'))) return;
  mkdirSync(FOLDER, { recursive: true });
  const args = [
    'install',
    '--prefix',
    FOLDER,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    'artillery@2',
    `${NODE_PACKAGE}@22`,
  ];
  const { code, stderr } = await run('npm', args);
  if (code !== 0) throw new Error(`npm install of Artillery failed: ${stderr}`);
}

async function measure({ suite, target, flows }) {
  const reference = await startReference({ port: 0, users: 1, password: PASSWORD });
  const folder = mkdtempSync(join(tmpdir(), 'whyslow-export-'));
  const options = {
    cwd: folder,
    env: { ...env, WHYSLOW_USER: 'user1', WHYSLOW_PASSWORD: PASSWORD, ARTILLERY_DISABLE_TELEMETRY: 'true' },
  };
  const load = [
    '--suite',
    suite,
    '--connections',
    `${USERS}`,
    '--requests',
    `${REQUESTS}`,
    '--target',
    `${suite} ${target}`,
  ];
  const shape = [reference.url, '--user', 'user1', '--preset', 'simplejwt', ...load];
  try {
    if (flows !== undefined) writeFileSync(join(folder, 'whyslow.config.json'), JSON.stringify({ flows }));
    const ours = await run(execPath, [CLI, 'load', ...shape, '--json', '--out', 'ours'], options);
    const log = await auditLinesOf({ kind: 'sqlite', file: reference.databaseFile }).open();
    await run(execPath, [CLI, 'export', 'artillery', ...shape, '--out', 'load.yml'], options);
    const node = join(FOLDER, 'node_modules', NODE_PACKAGE, 'bin/node');
    const bin = join(FOLDER, 'node_modules/artillery/bin/run');
    const artillery = await run(node, [bin, 'run', '--output', 'report.json', 'load.yml'], options);
    const lines = (await log.lines()).map((line) => JSON.parse(line));
    await log.close();
    const read = [
      'report',
      '--from',
      'artillery',
      'report.json',
      '--url',
      reference.url,
      '--target',
      `${suite} ${target}`,
    ];
    const theirs = await run(execPath, [CLI, ...read, '--format', 'json', '--out', 'theirs'], options);
    const [one, other] = [JSON.parse(ours.stdout), JSON.parse(readFileSync(join(folder, 'theirs/run.json'), 'utf8'))];
    const trial = one.suites.find(
      ({ connections, connection }) => connections === USERS && connection === 'kept-alive',
    );
    return {
      oursMs: trial.serviceMs.p50,
      artilleryMs: other.suites[0].serviceMs.p50,
      flows: other.suites[0].n,
      errors: other.suites[0].errors,
      verdicts: [one.verdict, other.verdict],
      artilleryExit: artillery.code,
      readExit: theirs.code,
      refreshes: lines.filter(({ event }) => event === 'refresh').length,
      reused: lines.filter(({ outcome }) => outcome === 'reuse' || outcome === 'token_reused').length,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await reference.stop();
  }
}

const three = {
  steps: {
    session: true,
    steps: ['GET /api/me/', 'GET /api/patients/', 'GET /api/me/'],
  },
};
const given = [
  { id: 'refresh', suite: 'refresh', target: 'mean < 1000ms' },
  { id: 'api', suite: 'api', target: 'mean < 1000ms' },
  { id: 'login', suite: 'login', target: 'mean < 5000ms' },
  { id: 'steps', suite: 'steps', target: 'mean < 1000ms', flows: three },
  { id: 'refresh-missed', suite: 'refresh', target: 'mean < 0.1ms' },
];

function wrong(id, { oursMs, artilleryMs, errors, verdicts, artilleryExit, reused }) {
  const mustMiss = id.endsWith('-missed');
  if (errors > 0) return `${errors} errors under Artillery`;
  if (reused > 0) return `${reused} refresh tokens were used twice`;
  if (verdicts[0] !== verdicts[1]) return `verdicts differ: ${verdicts.join(' and ')}`;
  if ((artilleryExit !== 0) !== mustMiss) return `Artillery ended with ${artilleryExit}`;
  const apartMs = Math.abs(oursMs - artilleryMs);
  return apartMs <= Math.max(NEAR_MS, oursMs * NEAR) ? null : `medians ${oursMs} ms and ${artilleryMs} ms`;
}

const words = argv.slice(2);
await install();
const right = await measurePart(
  new URL('export/results/', import.meta.url),
  'artillery',
  {
    cases: given.map((each) => ({ id: each.id, measure: () => measure(each) })),
    wrong,
    line: ({ oursMs, artilleryMs, flows, refreshes }) =>
      `median ${oursMs.toFixed(2)} ms, Artillery ${artilleryMs.toFixed(2)} ms over ${flows} flows, ${refreshes} refreshes`,
    summary: () => '',
  },
  { again: words.includes('--again'), only: words.find((word) => !word.startsWith('--')) ?? '' },
);
process.exitCode = right ? 0 : 1;
