// Runs inside.mjs on a healthy machine of the lab, where no other program uses the ports or moves the kernel's counters.
import { fileURLToPath } from 'node:url';
import { healthy } from '../../dist/lab/contract.js';
import { runInLab } from '../../dist/lab/enter.js';

const inside = fileURLToPath(new URL('./inside.mjs', import.meta.url));
const LONGEST_MS = 180_000;

const machine = {
  ...healthy,
  id: 'controls',
  title: 'a healthy machine',
  story: 'The server under test is started by the command.',
  provokes: [],
  servers: [],
};

/** @returns what {@link diagnose} does, of a server of servers.mjs, and of `requests` if it counts them. */
export async function diagnosedInside(server, flags = [], { beside = 'nothing', command = 'diagnose' } = {}) {
  const argv = [process.execPath, inside, server, beside, command, ...flags];
  const { stdout, stderr } = await runInLab(machine, argv, { stdio: 'pipe', timeoutMs: LONGEST_MS });
  const line = stdout.split('\n').findLast((text) => text.startsWith('{'));
  if (line === undefined) throw new Error(stderr.split('\n').find((text) => text.startsWith('Error')) ?? 'no result');
  return JSON.parse(line);
}
