import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { argumentsOf, type Fault } from '../lab/contract.ts';
import { runInLab } from '../lab/enter.ts';
import { faults } from '../lab/index.ts';
import { ToolError } from '../model/error.ts';
import { packageFile } from '../package-file.ts';
import { penFor } from '../render/terminal/pen.ts';
import { outputStyleFor } from './output-style.ts';
import { labEnd, labList } from './lab-text.ts';
import { didYouMean } from './near-name.ts';

export interface LabCommandOptions {
  readonly json?: true;
  readonly color: boolean;
}

/** Ten times the duration of the slowest fault; a longer wait is a bug. */
const LONGEST_DIAGNOSIS_MS = 300_000;

/**
 * Lists the faults, or creates one fault in a private namespace and diagnoses it.
 * @returns the exit code of the diagnosis.
 * @throws ToolError `unknown-fault`, `lab-impossible` (exit 2)
 */
export async function lab(id: string | undefined, options: LabCommandOptions): Promise<number> {
  if (id === undefined) {
    stdout.write(options.json === true ? listAsJson() : labList(faults, outputStyleFor(stdout, env, options.color)));
    return 0;
  }
  return diagnose(faultNamed(id), options);
}

async function diagnose(fault: Fault, { json, color }: LabCommandOptions): Promise<number> {
  // With --json, stdout holds only the run.
  const told = json === true ? stderr : stdout;
  told.write(`${penFor(outputStyleFor(told, env, color)).wrap(fault.story, 0)}\n`);
  const folder = await mkdtemp(join(tmpdir(), `whyslow-lab-${fault.id}-`));
  const whyslow = fileURLToPath(packageFile('bin/whyslow.js'));
  const flags = [...(json === true ? ['--json'] : []), ...(color ? [] : ['--no-color'])];
  const argv = [process.execPath, whyslow, ...argumentsOf(fault), '--out', folder, ...flags, '--no-next'];
  const { code } = await runInLab(fault, argv, { stdio: 'inherit', timeoutMs: LONGEST_DIAGNOSIS_MS });
  // With --json the run is on stdout. Otherwise the folder is kept, because its path was printed for the user.
  if (json === true) await rm(folder, { recursive: true, force: true });
  else stdout.write(labEnd(fault, outputStyleFor(stdout, env, color)));
  return code;
}

function faultNamed(id: string): Fault {
  const fault = faults.find((candidate) => candidate.id === id);
  if (fault !== undefined) return fault;
  const ids = faults.map((candidate) => candidate.id);
  throw new ToolError('unknown-fault', `Unknown fault "${id}".${didYouMean(id, ids)} whyslow lab lists them.`);
}

const listAsJson = (): string =>
  `${JSON.stringify(
    faults.map(({ id, title, story, provokes }) => ({ id, title, story, provokes })),
    null,
    2,
  )}\n`;
