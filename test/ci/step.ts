import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../../src/model/run.ts';

/** How a shell step ended, and its output for the runner. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface ShellOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A script as the runners start it: `bash --noprofile --norc -eo pipefail FILE`. Processes that it leaves running are stopped. */
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
      // Only the process group of this script: a background server would keep the pipes open.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    } catch {
      // No process was left.
    }
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

/**
 * The exit code of a gate without a reason to fail. On a busy machine the run is invalid
 * (exit 13), which is not a failure of the tested code.
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
  /** Default: that of the tests. */
  readonly PATH?: string;
}

/**
 * Runs the steps of a composite action like a runner: expressions are inserted, with a file for outputs
 * and one for the summary, and a failed step ends the run.
 */
export async function perform(
  { inputs, outputs, runs }: Action,
  given: Readonly<Record<string, string>>,
  surroundings: Surroundings,
): Promise<ActionRun> {
  const { workspace } = surroundings;
  const files = { output: join(workspace, '.output'), summary: join(workspace, '.summary') };
  await writeFile(files.summary, '');
  const context: Record<string, string> = {};
  for (const [name, input] of Object.entries(inputs)) context[`inputs.${name}`] = given[name] ?? input.default;
  const ended: Ended[] = [];
  for (const step of runs.steps) {
    await writeFile(files.output, '');
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluated(value, context)]);
    const env = {
      ...environment(surroundings),
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

function environment({
  actionPath,
  workspace,
  PATH = process.env['PATH'] ?? '',
}: Surroundings): Record<string, string> {
  return {
    PATH,
    HOME: process.env['HOME'] ?? '',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: actionPath,
    GITHUB_WORKSPACE: workspace,
  };
}

/** Evaluates the only kind of expression used, a context name. A missing name is empty, as in the runner. */
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
