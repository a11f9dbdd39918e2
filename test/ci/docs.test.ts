import { readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { validRun } from '../cli/valid-run.ts';
import { whyslow, withFolder } from '../cli/whyslow.ts';
import { freePort } from '../serve/port.ts';
import { type Action, inBash, passed } from './step.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PASSWORD = 'correct-horse-battery-9';
const page = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');
const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;

const blocks = (language: string): readonly string[] =>
  [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, name, code = '']) =>
    name === language ? [code] : [],
  );

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { uses?: string; run?: string; with?: Record<string, unknown> }[] }>
  >;
}

interface GitLab {
  readonly latency: {
    readonly script: readonly string[];
    readonly artifacts: { readonly paths: readonly string[]; readonly reports: { readonly junit: string } };
  };
}

const [github, gitlab] = blocks('yaml').map((code) => parse(code)) as [Workflow, GitLab];
const [jenkins = ''] = blocks('groovy');

/** The shell scripts of a Jenkinsfile: `sh '…'` and `sh '''…'''`. */
const jenkinsScript = [...jenkins.matchAll(/\bsh (?:'''([\s\S]*?)'''|'([^'\n]*)')/g)]
  .map(([, long, short]) => long ?? short ?? '')
  .join('\n');

const scripts = [
  ['GitLab', gitlab.latency.script.join('\n')],
  ['Jenkins', jenkinsScript],
] as const;

const stepOf = (name: string) =>
  Object.values(github.jobs)
    .flatMap(({ steps }) => steps)
    .find(({ uses }) => uses?.includes(name) === true);

test("GitHub's workflow uses existing inputs and outputs of the action", () => {
  const used = Object.keys(stepOf('/whyslow@')?.with ?? {});
  expect(used).toContain('wait');
  expect(used.filter((name) => !(name in action.inputs))).toEqual([]);
  const read = [...page.matchAll(/steps\.whyslow\.outputs\.([\w-]+)/g)].map(([, name = '']) => name);
  expect(read.length).toBeGreaterThan(1);
  expect(read.filter((name) => !(name in action.outputs))).toEqual([]);
});

test('the outputs in the table are those of the action', () => {
  const named = [...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name),
  );
  expect(named.filter((name) => !(name in action.outputs))).toEqual([]);
  const more = named.flatMap((name) => ['api', 'login'].map((suite) => name.replace('refresh', suite)));
  expect(new Set([...named, ...more])).toEqual(new Set(Object.keys(action.outputs)));
});

test.each(scripts)('%s: commands and options exist in whyslow', async (_system, script) => {
  const lines = [...script.matchAll(/\bwhyslow (\w+) ([^\n]+)/g)];
  expect(lines.length).toBeGreaterThan(0);
  for (const [, command = '', rest = ''] of lines) {
    const { code, stdout } = await whyslow([command, '--help']);
    expect(code).toBe(0);
    const options = rest.split(' ').filter((word) => word.startsWith('--'));
    expect(options).toContain('--wait');
    expect(options.filter((option) => !stdout.includes(`${option} `))).toEqual([]);
  }
});

/** The machine of a CI job: npm starts the reference server after a moment, and npx finds the built tool. */
async function machineIn(folder: string, port: number): Promise<Readonly<Record<string, string>>> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const tool = `exec '${process.execPath}' '${join(ROOT, 'bin/whyslow.js')}'`;
  const command = async (name: string, lines: readonly string[]): Promise<void> => {
    await writeFile(join(bin, name), ['#!/bin/sh', ...lines, ''].join('\n'));
    await chmod(join(bin, name), 0o755);
  };
  await command('npm', [`[ "$1" = ci ] && exit 0`, 'sleep 1', `${tool} reference --port ${port} --users 1`]);
  await command('npx', ['shift', `${tool} "$@"`]);
  return { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, WHYSLOW_PASSWORD: PASSWORD, CI: 'true' };
}

/** The one account of the reference server is user1, and the port of the page may be taken here. */
const here = (script: string, port: number): string =>
  script.replaceAll('127.0.0.1:8000', `127.0.0.1:${port}`).replaceAll('--user ci', '--user user1');

test.each(scripts)('%s: the script starts a server, waits for it and passes', (_system, script) =>
  withFolder(async (cwd) => {
    const port = await freePort();
    const ended = await inBash(here(script, port), { cwd, env: await machineIn(cwd, port) });
    expect(ended.stderr).toContain('written to whyslow-report');
    const { reports, paths } = gitlab.latency.artifacts;
    expect(await readFile(join(cwd, reports.junit), 'utf8')).toContain('<testsuites name="whyslow run"');
    expect(await readdir(join(cwd, paths[0] ?? ''))).toContain('report.md');
    const run = validRun(await readFile(join(cwd, 'whyslow-report/run.json'), 'utf8'));
    expect([run.exit, passed(run)]).toEqual([run.exit, true]);
    expect(ended.code).toBe(run.exit.code);
  }),
);

test.each(scripts)('%s: the script fails with the code of the gate when a threshold is missed', (_system, script) =>
  withFolder(async (cwd) => {
    const port = await freePort();
    const strict = here(script, port).replace('--wait', '--suite api --target "api rate > 1000000/s" --wait');
    const ended = await inBash(strict, { cwd, env: await machineIn(cwd, port) });
    expect([10, 13]).toContain(ended.code);
    expect(await readFile(join(cwd, 'whyslow-report/junit.xml'), 'utf8')).toMatch(
      /<failure type="fail"|<error type="invalid"/,
    );
  }),
);

test('the files named on the page are those written by the formats', () => {
  const written = ['whyslow-report/junit.xml', 'whyslow-report/whyslow.sarif'];
  expect([...new Set(page.match(/whyslow-report\/[\w.]+/g))].toSorted()).toEqual(written);
});
