import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import type { Run } from '../../model/run.ts';
import { startReference } from '../../reference/process.ts';
import { json } from '../../render/json.ts';
import { terminal } from '../../render/terminal/index.ts';
import { durationText } from '../../render/words.ts';
import { requestFor } from '../../pipelines/request/index.ts';
import { run } from '../../pipelines/run.ts';
import { writeAtomically } from '../files.ts';
import { outputStyleFor } from '../output-style.ts';
import { sequentialClient } from './client.ts';
import { factorOf, rowsOf, type Story, storyReport } from './report.ts';

/** Before: 2 s each, so three errands of two. After: enough for a median. */
const TIMES_BEFORE = 2;
const TIMES_AFTER = 15;

/** The story itself, where the machine is ill already: only `whyslow demo` calls this, inside its namespace. */
export async function demoInside(port: number, folder: string, colour: boolean): Promise<void> {
  const who = { username: 'user1', password: randomBytes(18).toString('base64url') };
  const server = await startReference({ port, users: 1, password: who.password, families: 'ipv4' });
  try {
    const client = await sequentialClient();
    const [before, after] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
    say(`1  An auth server listens on 127.0.0.1:${port}. ${client.title} asks for it at ${before} …`);
    const slow = await client.run(before, who, TIMES_BEFORE);
    say(`   refresh ${slow.refresh.map(durationText).join(', ')}: two seconds each, and the JWT code is innocent.\n`);
    say('2  whyslow looks:\n');
    const diagnosis = await diagnose(before);
    stdout.write(`${terminal.render(diagnosis, outputStyleFor(stdout, env, colour))}\n`);
    say(`3  One line changes: ${before} → ${after}`);
    const fast = await client.run(after, who, TIMES_AFTER);
    const story: Story = {
      client: client.title,
      before: { origin: before, errands: slow },
      diagnosis,
      after: { origin: after, errands: fast },
    };
    for (const row of rowsOf(story)) {
      say(
        `   ${row.errand.padEnd(8)}${durationText(row.beforeMs).padStart(8)} → ${durationText(row.afterMs).padStart(8)}   ${factorOf(row)} faster`,
      );
    }
    await writeAtomically(join(folder, 'report.md'), storyReport(story));
    await writeAtomically(join(folder, 'before.json'), json.render(diagnosis, outputStyleFor(stdout, env, false)));
  } finally {
    await server.stop();
  }
}

const say = (line: string): void => void stdout.write(`${line}\n`);

const diagnose = (url: string): Promise<Run> =>
  run(requestFor({ url, command: 'diagnose', reproduce: `whyslow ${url}` }));
