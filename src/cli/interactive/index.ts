import { cwd, env, stdout } from 'node:process';
import { findConfig } from '../config/find.ts';
import { outputStyleFor } from '../output-style.ts';
import { planText } from './plan.ts';
import { LEFT_EXIT, type Questions } from './questions.ts';
import { choiceOf, devServers } from './servers.ts';

/** What a person chose: a command line without the program's name, or the end. */
export type Decision =
  | { readonly kind: 'start'; readonly words: readonly string[] }
  | { readonly kind: 'end'; readonly exitCode: number };

/**
 * `whyslow` without words on a terminal: the plan of this folder's configuration, or the servers that listen here.
 * @throws ToolError `bad-config` (exit 2)
 */
export async function decide(questions: Questions): Promise<Decision> {
  const path = await findConfig(undefined);
  return path === null ? chosenServer(questions) : confirmedPlan(path, questions);
}

async function confirmedPlan(path: string, questions: Questions): Promise<Decision> {
  // Loaded only with a configuration, because it needs the schema library.
  const { readConfig } = await import('../config/read.ts');
  stdout.write(`${planText(await readConfig(path), outputStyleFor(stdout, env, true))}\n`);
  const answer = await questions.confirm('Run this plan?');
  if (answer === null) return { kind: 'end', exitCode: LEFT_EXIT };
  if (answer) return { kind: 'start', words: ['run'] };
  stdout.write('Nothing was sent. Next: whyslow 8000, or whyslow --help\n');
  return { kind: 'end', exitCode: 0 };
}

async function chosenServer(questions: Questions): Promise<Decision> {
  const servers = await devServers(cwd());
  if (servers.length === 0) {
    stdout.write('No server listens on this machine. Start yours, then name its port: whyslow 8000\n');
    return { kind: 'end', exitCode: 0 };
  }
  const port = await questions.choose('Which server is slow?', servers.map(choiceOf));
  return port === null ? { kind: 'end', exitCode: LEFT_EXIT } : { kind: 'start', words: ['diagnose', String(port)] };
}
