// Does a script of whyslow export artillery measure what whyslow measures? Each case runs both against the reference server,
// compares the medians of whole flows and the verdicts, and counts reused refresh tokens in the server's audit log. Both run in turns.
// Artillery is installed in a folder outside of the repository (ARTILLERY_FOLDER), with its own Node. An interrupted call resumes.
//
//   npm run bench:export
//   npm run bench:export -- refresh --again

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { auditLinesOf } from '../dist/reference/audit-lines.js';
import { startReference } from '../dist/reference/process.js';
import { median } from './load/tools.mjs';
import { measurePart } from './part.mjs';

const REQUESTS = 200;
const MOST_REPEATED = 5;
/** A median may differ by this share, or by this time where that is more: Artillery rounds its quantiles to about 1 %. */
const NEAR = 0.1;
const NEAR_MS = 1;

const CLI = fileURLToPath(new URL('../bin/whyslow.js', import.meta.url));
const FOLDER = env.ARTILLERY_FOLDER ?? join(tmpdir(), 'whyslow-artillery');
const NODE_PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const PASSWORD = 'only for this bench';

/** The server and the tools have a core each, so that the work of a tool between two requests does not slow the server. */
const [SERVER_CORE, TOOL_CORE] = ['0', '1'];
const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

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

const runTool = (file, args, options) =>
  canPin ? run('taskset', ['-c', TOOL_CORE, file, ...args], options) : run(file, args, options);

/** Runs both in turns, since the speed of a machine changes with what else runs on its host. */
async function measure({ suite, target, flows, accessSeconds, durationS, users = 2, rounds = 3 }) {
  const reference = await startReference({ port: 0, users: 1, password: PASSWORD, accessSeconds });
  if (canPin) spawnSync('taskset', ['-acp', SERVER_CORE, `${reference.pid}`]);
  const folder = mkdtempSync(join(tmpdir(), 'whyslow-export-'));
  const threshold = ['--target', `${suite} ${target}`];
  const amount = durationS === undefined ? ['--requests', `${REQUESTS}`] : ['--duration', `${durationS}s`];
  const account = [reference.url, '--user', 'user1', '--preset', 'simplejwt'];
  const given = {
    url: reference.url,
    users,
    place: reference.databaseFile,
    options: {
      cwd: folder,
      env: { ...env, WHYSLOW_USER: 'user1', WHYSLOW_PASSWORD: PASSWORD, ARTILLERY_DISABLE_TELEMETRY: 'true' },
    },
    shape: [...account, '--suite', suite, '--connections', `${users}`, ...amount, ...threshold],
    read: ['report', '--from', 'artillery', 'report.json', '--url', reference.url, ...threshold],
  };
  try {
    if (flows !== undefined) writeFileSync(join(folder, 'whyslow.config.json'), JSON.stringify({ flows }));
    await run(execPath, [CLI, 'export', 'artillery', ...given.shape, '--out', 'load.yml'], given.options);
    const measured = [];
    let repeated = 0;
    while (measured.length < rounds) {
      const round = await oneRound(given);
      // Where whyslow itself says that other programs disturbed it, the round says nothing about Artillery.
      if (round.verdicts[0] === 'invalid' && repeated < MOST_REPEATED) repeated += 1;
      else measured.push(round);
    }
    const sum = (name) => measured.reduce((all, each) => all + each[name], 0);
    return {
      oursMs: median(measured.map(({ oursMs }) => oursMs)),
      artilleryMs: median(measured.map(({ artilleryMs }) => artilleryMs)),
      repeated,
      flows: sum('flows'),
      errors: sum('errors'),
      refreshes: sum('refreshes'),
      reused: sum('reused'),
      verdicts: measured.map(({ verdicts }) => verdicts),
      exits: measured.map(({ exits }) => exits),
      serverMs: [0, 1].map((tool) => median(measured.map(({ serverMs }) => serverMs[tool]))),
      medians: measured.map(({ oursMs, artilleryMs }) => [oursMs, artilleryMs]),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await reference.stop();
  }
}

async function oneRound({ url, users, place, options, shape, read }) {
  const begun = await servedBy(url);
  const ours = await runTool(execPath, [CLI, 'load', ...shape, '--json', '--out', 'ours'], options);
  const between = await servedBy(url);
  const log = await auditLinesOf({ kind: 'sqlite', file: place }).open();
  const node = join(FOLDER, 'node_modules', NODE_PACKAGE, 'bin/node');
  const bin = join(FOLDER, 'node_modules/artillery/bin/run');
  const artillery = await runTool(node, [bin, 'run', '--output', 'report.json', 'load.yml'], options);
  const ended = await servedBy(url);
  const lines = (await log.lines()).map((line) => JSON.parse(line));
  await log.close();
  const theirs = await run(execPath, [CLI, ...read, '--format', 'json', '--out', 'theirs'], options);
  const [one, other] = [
    JSON.parse(ours.stdout),
    JSON.parse(readFileSync(join(options.cwd, 'theirs/run.json'), 'utf8')),
  ];
  const trial = one.suites.find(({ connections, connection }) => connections === users && connection === 'kept-alive');
  const [suite] = other.suites;
  return {
    oursMs: trial.serviceMs.p50,
    artilleryMs: suite.serviceMs.p50,
    flows: suite.n,
    errors: suite.errors,
    refreshes: lines.filter(({ event }) => event === 'refresh').length,
    reused: lines.filter(({ outcome }) => outcome === 'reuse').length,
    verdicts: [one.verdict, other.verdict],
    exits: [artillery.code, theirs.code],
    serverMs: [meanMs(begun, between), meanMs(between, ended)],
  };
}

/** The time and the number of the answers of a server, by its own count. */
async function servedBy(url) {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const sumOf = (name) =>
    [
      ...text.matchAll(new RegExp(`^whyslow_reference_answer_seconds_${name}\\{route="/api/[^}]*\\} (\\S+)$`, 'gm')),
    ].reduce((sum, [, value]) => sum + Number(value), 0);
  return { seconds: sumOf('sum'), n: sumOf('count') };
}

const meanMs = (from, to) => ((to.seconds - from.seconds) / (to.n - from.n)) * 1000;

const three = {
  steps: {
    session: true,
    steps: ['GET /api/me/', 'GET /api/patients/', 'GET /api/me/'],
  },
};
const given = [
  { id: 'refresh', suite: 'refresh', target: 'mean < 1000ms' },
  { id: 'api', suite: 'api', target: 'mean < 1000ms' },
  // A password hash takes a core. Two at once on two cores would be slowed by the work of the load tool.
  { id: 'login', suite: 'login', target: 'mean < 5000ms', users: 1 },
  { id: 'steps', suite: 'steps', target: 'mean < 1000ms', flows: three, users: 1 },
  // Sessions that end during the load have to be renewed.
  { id: 'api-renewed', suite: 'api', target: 'mean < 1000ms', accessSeconds: 3, durationS: 8, rounds: 1 },
  // A password hash takes longer.
  { id: 'login-missed', suite: 'login', target: 'mean < 2ms', users: 1 },
];

function wrong(id, result) {
  const { flows, errors, verdicts, exits, refreshes, reused } = result;
  const mustMiss = id.endsWith('-missed');
  if (errors > 0) return `${errors} errors under Artillery`;
  if (reused > 0) return `${reused} refresh tokens were used twice`;
  if (id === 'refresh' && refreshes < flows)
    return `${refreshes} refreshes in the log of the server for ${flows} flows`;
  if (id.endsWith('-renewed') && refreshes === 0) return 'no session was renewed';
  const other = verdicts.find(([ours, theirs]) => ours !== theirs);
  if (other !== undefined) return `verdicts differ: ${other.join(' and ')}`;
  const ended = exits.flat().find((code) => (code !== 0) !== mustMiss);
  return ended === undefined ? apart(id, result) : `a tool ended with ${ended}`;
}

function apart(id, { oursMs, artilleryMs, serverMs }) {
  // The server itself may take longer for requests with pauses between them: a password hash did, by a tenth.
  const ofServerMs = id.startsWith('login') ? serverMs[1] - serverMs[0] : 0;
  const apartMs = Math.abs(artilleryMs - oursMs - ofServerMs);
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
    line: ({ oursMs, artilleryMs, serverMs, flows, refreshes }) =>
      `median ${oursMs.toFixed(2)} ms, Artillery ${artilleryMs.toFixed(2)} ms over ${flows} flows, ${refreshes} refreshes; the server itself ${serverMs.map((ms) => ms.toFixed(2)).join(' and ')} ms a request`,
    summary: () => '',
  },
  { again: words.includes('--again'), only: words.find((word) => !word.startsWith('--')) ?? '' },
);
process.exitCode = right ? 0 : 1;
