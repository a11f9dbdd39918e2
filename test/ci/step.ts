import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../../src/model/run.ts';

/** How a shell step ended, and what it said to the runner. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface ShellOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A script as the runners start it: `bash --noprofile --norc -eo pipefail FILE`. What it leaves running is ended. */
export function inBash(script: string, { cwd, env }: ShellOptions): Promise<Ended> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  child.once('exit', () => {
    try {
      // The group of this script alone: a server in its background would keep the pipes open.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    } catch {
      // Nothing was left of it.
    }
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

/**
 * The exit code of a gate that had no reason to fail. On a machine that does something else besides, the run is invalid
 * and says so: that is no failure of what is tested here.
 */
export const passed = ({ exit, suites }: Run): boolean =>
  exit.code === 0 || (exit.code === 13 && suites.some(({ selfCheck }) => !selfCheck.valid));

export interface Step {
  readonly id?: string;
  readonly run: string;
  readonly shell: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export interface ActionRun {
  readonly ended: readonly Ended[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

interface Surroundings {
  readonly actionPath: string;
  readonly workspace: string;
}

/**
 * The steps of a composite action, one after the other, as a runner performs them: expressions put in, a file for outputs
 * and one for the summary, and no step after one that failed.
 */
export async function perform(
  { inputs, outputs, runs }: Action,
  given: Readonly<Record<string, string>>,
  { actionPath, workspace }: Surroundings,
): Promise<ActionRun> {
  const files = { output: join(workspace, '.output'), summary: join(workspace, '.summary') };
  await writeFile(files.summary, '');
  const context: Record<string, string> = {};
  for (const [name, input] of Object.entries(inputs)) context[`inputs.${name}`] = given[name] ?? input.default;
  const ended: Ended[] = [];
  for (const step of runs.steps) {
    await writeFile(files.output, '');
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluated(value, context)]);
    const { PATH = '', HOME = '' } = process.env;
    const env = {
      PATH,
      HOME,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: actionPath,
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary,
      ...(Object.fromEntries(own) as Record<string, string>),
    };
    ended.push(await inBash(evaluated(step.run, context), { cwd: workspace, env }));
    Object.assign(context, await outputsIn(files.output, step.id ?? ''));
    if (ended.at(-1)?.code !== 0) break;
  }
  const told = Object.entries(outputs).map(([name, { value }]) => [name, evaluated(value, context)] as const);
  return { ended, outputs: Object.fromEntries(told), summary: await readFile(files.summary, 'utf8') };
}

/** The one kind of expression that is used: a name of the context. What is not there is empty, as the runner has it. */
const evaluated = (text: string, context: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => context[name] ?? '');

async function outputsIn(path: string, step: string): Promise<Readonly<Record<string, string>>> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => [
      `steps.${step}.outputs.${line.slice(0, line.indexOf('='))}`,
      line.slice(line.indexOf('=') + 1),
    ]),
  );
}
