import { readFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { serveReference, type Serving } from '../../src/reference/listen.ts';
import { validRun } from '../cli/valid-run.ts';
import { withFolder } from '../cli/whyslow.ts';
import { junitComplaint, sarifComplaint } from '../render/validators.ts';
import { freePort } from '../serve/port.ts';
import { testWith } from '../serve/require.ts';
import { type Action, passed, perform } from './step.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PASSWORD = 'correct-horse-battery-9';
const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;

let reference: Serving;
beforeAll(async () => {
  reference = await serveReference({ port: 0, users: 2, password: PASSWORD });
});
afterAll(() => reference.close());

const account = (): Record<string, string> => ({ url: reference.url, user: 'user1', password: PASSWORD });
const quick = { suite: 'api', arguments: '--connections\n4' };

test('no script contains an expression, so that no input is run as code', () => {
  expect(action.runs.using).toBe('composite');
  expect(action.runs.steps.filter(({ run }) => run.includes('${{'))).toEqual([]);
  expect(action.runs.steps.every(({ shell }) => shell === 'bash')).toBe(true);
});

test('every input is passed to a step', () => {
  const used = JSON.stringify(action.runs.steps);
  expect(Object.keys(action.inputs).filter((name) => !used.includes(`inputs.${name} }}`))).toEqual([]);
});

test('a server that meets its thresholds: outputs, summary, reports, exit 0', () =>
  withFolder(async (workspace) => {
    const targets = 'api mean < 100ms\n\napi errors < 1%\n';
    const { ended, outputs, summary } = await perform(
      action,
      { ...account(), ...quick, targets },
      { actionPath: ROOT, workspace },
    );
    expect(outputs['report']).toBe('whyslow-report');
    expect(Number(outputs['api-mean-ms'])).toBeGreaterThan(0);
    expect(outputs['refresh-mean-ms']).toBe('');
    expect(summary).toContain('`api errors < 1%`');
    const reports = (await readdir(join(workspace, 'whyslow-report'))).filter((name) => !name.endsWith('.svg'));
    expect(reports.toSorted()).toEqual(['junit.xml', 'report.md', 'run.json', 'summary.md', 'whyslow.sarif']);
    const run = validRun(await readFile(join(workspace, 'whyslow-report/run.json'), 'utf8'));
    expect([run.exit, passed(run)]).toEqual([run.exit, true]);
    expect(ended.map(({ code }) => code)).toEqual([0, run.exit.code]);
    expect(outputs).toMatchObject({ verdict: run.verdict, 'exit-code': String(run.exit.code) });
    expect(run.verdicts.map(({ target }) => target)).toEqual(['api mean < 100ms', 'api errors < 1%']);
    expect(JSON.stringify([ended, outputs, summary])).not.toContain(PASSWORD);
  }));

testWith(['xmllint'])('the files of a step are valid for Jenkins, code scanning and our own reader', () =>
  withFolder(async (workspace) => {
    await perform(action, { ...account(), ...quick }, { actionPath: ROOT, workspace });
    const written = (name: string): Promise<string> => readFile(join(workspace, 'whyslow-report', name), 'utf8');
    expect(junitComplaint(await written('junit.xml'))).toBe('');
    expect(sarifComplaint(await written('whyslow.sarif'))).toBe('');
    expect(validRun(await written('run.json')).suites.length).toBeGreaterThan(0);
  }),
);

test('a failing command fails the step with its code, an annotation, and the reason as output', () =>
  withFolder(async (workspace) => {
    const { ended, outputs, summary } = await perform(
      action,
      { ...account(), command: 'verify', password: 'not-the-password' },
      { actionPath: ROOT, workspace },
    );
    const [, measured] = ended;
    expect(measured?.code).toBe(15);
    expect(outputs).toMatchObject({ 'exit-code': '15', reason: expect.stringContaining('answered 401') });
    expect(measured?.stdout).toMatch(/^::error title=whyslow verify [^:]+::.*answered 401.* \(exit 15\)$/m);
    expect(summary).toMatch(/^❌ \*\*.*answered 401/m);
  }));

/** The lines that the runner would execute: those outside of `stop-commands` and its token. Each token is used once. */
function executedLines(lines: readonly string[]): readonly string[] {
  const executed: string[] = [];
  const tokens: string[] = [];
  let token: string | null = null;
  for (const line of lines) {
    const stopped = /^::stop-commands::([\w-]{30,})$/.exec(line)?.[1];
    if (token !== null) token = line === `::${token}::` ? null : token;
    else if (stopped !== undefined) tokens.push((token = stopped));
    else if (line !== '') executed.push(line);
  }
  expect(new Set(tokens).size).toBe(tokens.length);
  return executed;
}

test('text of the server on the page is not executed by the runner', () =>
  withFolder(async (workspace) => {
    const { ended } = await perform(action, { ...account(), command: 'verify' }, { actionPath: ROOT, workspace });
    const lines = (ended[1]?.stdout ?? '').split('\n');
    const executed = executedLines(lines);
    expect(executed.filter((line) => !/^::(error|warning|notice) title=/.test(line))).toEqual([]);
    expect(executed.length).toBeGreaterThan(0);
    expect(lines.length - executed.length).toBeGreaterThan(10);
  }));

test('a server that never answers fails the step after the wait, with the reason', () =>
  withFolder(async (workspace) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { ended, outputs } = await perform(
      action,
      { ...account(), url, wait: '1s' },
      { actionPath: ROOT, workspace },
    );
    expect(ended[1]?.code).toBe(14);
    expect(outputs).toMatchObject({
      'exit-code': '14',
      reason: expect.stringContaining('did not answer within 1.0 s'),
    });
  }));

test.each([
  ['url', 'http://127.0.0.1:1/$(touch owned)`touch owned`'],
  ['targets', 'api mean < 100ms"; touch owned; "'],
  ['arguments', '; touch owned'],
])('shell code in the input %s is not executed', (name, evil) =>
  withFolder(async (workspace) => {
    const { ended } = await perform(
      action,
      { ...account(), command: 'diagnose', user: '', wait: '', [name]: evil },
      { actionPath: ROOT, workspace },
    );
    expect(ended[1]?.code).not.toBe(0);
    expect(await readdir(workspace)).not.toContain('owned');
  }),
);

/** `npm` in a folder of programs: it notes its arguments, and brings the packages and the build of this checkout. */
async function npmIn(folder: string): Promise<string> {
  await mkdir(folder);
  const lines = [
    '#!/bin/sh',
    'echo "$PWD $*" >> "$0.calls"',
    `ln -s '${join(ROOT, 'node_modules')}' '${join(ROOT, 'dist')}' .`,
  ];
  await writeFile(join(folder, 'npm'), lines.join('\n'), { mode: 0o755 });
  return `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
}

// `npm ci` itself builds the tool in a clean checkout before these tests (.ci/run).
test('the first step installs the action where it is not installed yet', () =>
  withFolder(async (workspace) => {
    const actionPath = join(workspace, 'action');
    for (const name of ['package.json', 'bin']) await cp(join(ROOT, name), join(actionPath, name), { recursive: true });
    const PATH = await npmIn(join(workspace, 'programs'));
    const { ended, outputs } = await perform(
      action,
      { ...account(), command: 'verify' },
      { actionPath, workspace, PATH },
    );
    expect(ended.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect(outputs['verdict']).toBe('pass');
    expect(await readFile(join(workspace, 'programs/npm.calls'), 'utf8')).toMatch(/\/action ci --no-audit .*\n$/);
  }));
