import { env, stderr, stdin, stdout } from 'node:process';
import { Command, CommanderError } from 'commander';
import { shownOption } from '../gather/server/listeners/command-line.ts';
import { parseRemoteHost } from '../gather/target.ts';
import { ToolError } from '../model/error.ts';
import { missingPackage } from '../model/missing-package.ts';
import { exitCodes } from '../model/exit-codes.ts';
import { MASK, maskedText } from '../model/secrets.ts';
import { version } from '../version.ts';
import { addHelpEnd, type HelpPart } from './help-end.ts';
import { addImportOptions } from './import-options.ts';
import { addDoctor } from './doctor/command.ts';
import { addCompare } from './compare-command.ts';
import { addCompletion } from './completion/command.ts';
import { addExport } from './export/command.ts';
import { endWithInternalError } from './internal-errors.ts';
import { canAsk } from './interactive/questions.ts';
import { addReference } from './reference/command.ts';
import { addReport } from './report-command.ts';
import { addWatch } from './watch/command.ts';
import { addDemo, addLab } from './lab-command.ts';
import { addMeasuring } from './measure-command.ts';
import { fitted } from './narrowed.ts';
import { didYouMean } from './near-name.ts';
import { explainMistakes } from './option-mistakes.ts';
import { durationMs, NARROWEST_WRAPPED, URL_OR_PORT } from './values.ts';

const inOrder = exitCodes
  .map(({ codes, meaning }) => ({ name: codes.join(', '), first: codes[0] ?? 0, meaning }))
  .toSorted((a, b) => a.first - b.first);

const EXIT_CODES: HelpPart = {
  kind: 'terms',
  title: 'Exit codes',
  rows: inOrder.map(({ name, meaning }) => [name, meaning]),
};

const EXAMPLES: HelpPart = {
  kind: 'examples',
  rows: [
    ['whyslow 8000', 'name the cause and the fix: http://localhost:8000'],
    ['whyslow 8000/api/me 3000', 'the same for any URL of this machine, or for several'],
    ['whyslow load 3000/api/items', 'GET of a URL under load, without an account'],
    ['whyslow run', 'everything, on the embedded reference server'],
    ['whyslow init 8000 --user ci', 'write whyslow.config.yaml, which whyslow run measures'],
    ['WHYSLOW_PASSWORD=… whyslow run 8000 --user user1', ''],
    ['whyslow load 8000 --user user1 --target "refresh p95 < 30ms"', ''],
    ['whyslow verify 8000 --user user1 --fail-on high', ''],
  ],
};

/** Runs one command line and sets the exit code. Only internal errors print a stack trace. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    if (argv.length > 2) await runCommand(argv);
    else if (canAsk(stdin, stdout, env)) await ask(argv);
    else buildProgram(argv).outputHelp();
  } catch (error) {
    await endWith(error);
  }
}

async function runCommand(argv: readonly string[]): Promise<void> {
  const program = buildProgram(argv);
  rejectMistyped(argv.slice(2), program);
  await program.parseAsync(argv);
}

/** Starts what a person chooses, as if it had been typed. */
async function ask(argv: readonly string[]): Promise<void> {
  const [{ decide }, { prompts }] = await Promise.all([
    import('./interactive/index.ts'),
    import('./interactive/prompts.ts'),
  ]);
  const decision = await decide(prompts);
  if (decision.kind === 'start') return runCommand([...argv, ...decision.words]);
  process.exitCode = decision.exitCode;
}

/**
 * The word of the default command is a URL, so that a mistyped command would be a host name.
 * @throws ToolError `unknown-command` (exit 2)
 */
function rejectMistyped([word = '', second = '']: readonly string[], program: Command): void {
  const names = program.commands.map((command) => command.name());
  if (word === 'help' && second !== '' && !names.includes(second)) {
    throw new ToolError(
      'unknown-command',
      `Unknown command "${second}".${didYouMean(second, names)} whyslow --help lists them.`,
    );
  }
  if (!/^[a-z]+$/i.test(word) || [...names, 'help', 'localhost'].includes(word)) return;
  const question = didYouMean(word, names);
  if (question === '') return;
  throw new ToolError(
    'unknown-command',
    `Unknown command "${word}".${question} For a host of that name: http://${word}`,
  );
}

async function endWith(thrown: unknown): Promise<void> {
  const error = missingPackage(thrown) ?? thrown;
  // commander has already printed its message. Help and version are no errors.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof ToolError) {
    (await import('./complaint.ts')).complain(error.message);
    process.exitCode = error.exitCode;
  } else endWithInternalError(error);
}

/** commander repeats an unknown option together with its attached value, which may be a secret. */
const maskedComplaint = (text: string, argv: readonly string[]): string =>
  maskedText(
    argv
      .filter((word) => /^-./.test(word))
      .reduce((shown, word) => shown.replaceAll(word, shownOption(word)), text)
      .replace(MAYBE_SECRET, `$1 '${MASK}' is invalid. `),
  );

/** What was typed instead of a header or of the name of a variable may be a secret value. */
const MAYBE_SECRET = /(option '--(?:header|[\w-]+-env) <\w+>' argument) '[^]*' is invalid\. /;

export function buildProgram(argv: readonly string[]): Command {
  const program = new Command('whyslow')
    .description('Why is my local server slow, and what do I change?')
    .version(version, '-V, --version')
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: NARROWEST_WRAPPED })
    .configureOutput({
      writeErr: (text) => void stderr.write(fitted(maskedComplaint(text, argv), stderr)),
    });
  addHelpEnd(program, [EXAMPLES, EXIT_CODES]);
  addMeasuring(program, argv);
  addCompare(program, argv);
  addWatch(program);
  addExport(program, argv);
  addInit(program);
  addReport(program, argv);
  addReference(program);
  addExplain(program);
  addLab(program);
  addDemo(program);
  addDoctor(program);
  addCompletion(program);
  explainMistakes(program);
  return program;
}

function addInit(program: Command): void {
  const command = program
    .command('init')
    .description('look at a server and at the project in this folder, and write whyslow.config.yaml')
    .argument('[url]', `${URL_OR_PORT}; without it: the ports that the project names`)
    .option('--user <name>', 'account to sign in with')
    .option('--config <file>', 'file to write; the ending .json writes JSON, which has no comments')
    .option('--force', 'overwrite an existing file')
    .option('--wait <time>', 'wait up to this long for a first answer, like 30s', durationMs)
    .option('--allow-remote <host>', 'allow requests to that host, which is not this machine', parseRemoteHost);
  addHelpEnd(addImportOptions(command), [INIT_EXAMPLES]).action(async (url: string | undefined, options) => {
    const { init } = await import('./init/index.ts');
    process.exitCode = await init(url, options);
  });
}

const INIT_EXAMPLES: HelpPart = {
  kind: 'examples',
  rows: [
    ['whyslow init', 'the server of the project in this folder'],
    ['whyslow init 8000 --user ada', 'with an account, whose password stays out of the file'],
    ['whyslow init 3000 --openapi openapi.yaml', 'with a suite for each GET of the API'],
  ],
};

function addExplain(program: Command): void {
  program
    .command('explain')
    .description('print the page of a finding, check or profile')
    .argument('[id]', 'like delayed-ack-stall; without it, the list')
    .option('--no-color', 'no colours')
    .action(async (id: string | undefined, options: { readonly color: boolean }) => {
      const { explain } = await import('./explain.ts');
      const { outputStyleFor } = await import('./output-style.ts');
      stdout.write(await explain(id, outputStyleFor(stdout, env, options.color)));
    });
}
