import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import type { Run } from '../../model/run.ts';
import { startReference } from '../../reference/process.ts';
import { json } from '../../render/json.ts';
import { terminalPage } from '../../render/terminal/index.ts';
import { durationText } from '../../render/number-text.ts';
import { requestFor } from '../../pipelines/request/index.ts';
import { run } from '../../pipelines/run.ts';
import { writeAtomically } from '../files.ts';
import { outputStyleFor } from '../output-style.ts';
import { sequentialClient } from './client.ts';
import { factorOf, rowsOf, type DemoResult, demoReport } from './report.ts';

/** Before the fix each request takes 2 s, so few are sent; after it enough for a median. */
const TIMES_BEFORE = 2;
const TIMES_AFTER = 15;

/** The demo inside the namespace with the fault; only `whyslow demo` starts it. */
export async function demoInside(port: number, folder: string, colour: boolean): Promise<void> {
  const who = { username: 'user1', password: randomBytes(18).toString('base64url') };
  const server = await startReference({ port, users: 1, password: who.password, families: 'ipv4' });
  try {
    const client = await sequentialClient();
    const [before, after] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
    print(`1  An auth server listens on 127.0.0.1:${port}. ${client.title} connects to ${before} …`);
    const slow = await client.run(before, who, TIMES_BEFORE);
    print(
      `   refresh ${slow.refresh.map(durationText).join(', ')}: two seconds each, and the JWT code is not the cause.\n`,
    );
    print('2  Diagnosis:\n');
    const diagnosis = await diagnose(before);
    stdout.write(`${terminalPage(diagnosis, outputStyleFor(stdout, env, colour))}\n`);
    print(`3  One line changes: ${before} → ${after}`);
    const fast = await client.run(after, who, TIMES_AFTER);
    const result: DemoResult = {
      client: client.title,
      before: { origin: before, times: slow },
      diagnosis,
      after: { origin: after, times: fast },
    };
    for (const row of rowsOf(result)) {
      print(
        `   ${row.request.padEnd(8)}${durationText(row.beforeMs).padStart(8)} → ${durationText(row.afterMs).padStart(8)}   ${factorOf(row)} faster`,
      );
    }
    await writeAtomically(join(folder, 'report.md'), demoReport(result));
    await writeAtomically(join(folder, 'before.json'), json.render(diagnosis, outputStyleFor(stdout, env, false)));
  } finally {
    await server.stop();
  }
}

const print = (line: string): void => void stdout.write(`${line}\n`);

const diagnose = (url: string): Promise<Run> =>
  run(requestFor({ url, command: 'diagnose', reproduce: `whyslow ${url}` }));
