import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The command line has no option for "no config file", and the project's config excludes the fixtures. */
const RUN = `
  import { startVitest } from 'vitest/node';
  const include = [process.argv[1]];
  await (await startVitest('test', [], { config: false, watch: false, include, reporters: ['json'] })).close();
`;

export type ChildRun = { stdout: string; stderr: string };

/** Runs one file of fixtures/ in its own process. The name .spec.ts hides it from the normal test run. */
export async function runFixture(fixture: URL, env: NodeJS.ProcessEnv): Promise<ChildRun> {
  const args = ['--input-type=module', '--eval', RUN, relative(ROOT, fileURLToPath(fixture))];
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { stdout, stderr };
}
