import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import type { Run } from '../../model/run.ts';
import { startReference } from '../../reference/process.ts';
import { json } from '../../render/json.ts';
import { terminalPage } from '../../render/terminal/index.ts';
import { requestFor } from '../../pipelines/request/index.ts';
import { run } from '../../pipelines/run.ts';
import { writeAtomically } from '../files.ts';
import { outputStyleFor } from '../output-style.ts';
import { sequentialClient } from './client.ts';
import { rowsOf, type DemoResult, demoReport } from './report.ts';
import { firstStep, secondStep, slowText, thirdStep } from './text.ts';

/** Before the fix each request takes 2 s, so few are sent; after it enough for a median. */
const TIMES_BEFORE = 2;
const TIMES_AFTER = 15;

/** The demo inside the namespace with the fault; only `whyslow demo` starts it. */
export async function demoInside(port: number, folder: string, colour: boolean): Promise<void> {
  const who = { username: 'user1', password: randomBytes(18).toString('base64url') };
  const look = outputStyleFor(stdout, env, colour);
  const server = await startReference({ port, users: 1, password: who.password, families: 'ipv4' });
  try {
    const client = await sequentialClient();
    const [before, after] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
    stdout.write(firstStep(port, client.title, before, look));
    const slow = await client.run(before, who, TIMES_BEFORE);
    stdout.write(slowText(slow.refresh, look));
    stdout.write(secondStep(look));
    const diagnosis = await diagnose(before);
    stdout.write(`${terminalPage(diagnosis, look)}\n`);
    const fast = await client.run(after, who, TIMES_AFTER);
    const result: DemoResult = {
      client: client.title,
      before: { origin: before, times: slow },
      diagnosis,
      after: { origin: after, times: fast },
    };
    stdout.write(thirdStep(before, after, rowsOf(result), look));
    await writeAtomically(join(folder, 'report.md'), demoReport(result));
    await writeAtomically(join(folder, 'before.json'), json.render(diagnosis, outputStyleFor(stdout, env, false)));
  } finally {
    await server.stop();
  }
}

const diagnose = (url: string): Promise<Run> =>
  run(requestFor({ url, command: 'diagnose', reproduce: `whyslow ${url}` }));
