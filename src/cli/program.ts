import { stderr, stdout } from 'node:process';
import { Command, CommanderError, Option } from 'commander';
import { ToolError } from '../model/error.ts';
import type { Command as AnyCommand } from '../model/run.ts';
import { formats } from '../render/index.ts';
import { version } from '../version.ts';
import type { MeasureOptions } from './measure-options.ts';
import { addCompare } from './compare-command.ts';
import { addReference } from './reference/command.ts';
import { addWatch } from './watch/command.ts';
import {
  apiPath,
  baselineName,
  commandLine,
  durationMs,
  formatList,
  NARROWEST_WRAPPED,
  perSecond,
  portNumber,
  suiteList,
  targetList,
  wholeNumber,
} from './values.ts';

const FORMAT_NAMES = formats.map(({ name }) => name).join(', ');

const WITHOUT_URL = 'without it: the servers of the configuration, else the embedded reference server';

const EXIT_CODES = `
Exit codes
  0   pass, warnings included            13  measurement invalid: the generator was the bottleneck
  1   internal error                     14  target unreachable
  2   usage or configuration             15  auth flow failed
  10  target missed                      20  a problem of --fail-on severity was found
  11  regressed, in a comparison
  12  inconclusive, with --on-inconclusive fail
  130, 143  interrupted; what was measured is saved`;

const EXAMPLES = `
Examples
  whyslow http://localhost:8000                        find the cause, say the fix
  whyslow run                                          everything, on the embedded reference server
  whyslow init http://localhost:8000 --user ci         write whyslow.config.json; then whyslow run measures that server
  WHYSLOW_PASSWORD=… whyslow run http://localhost:8000 --user user1
  whyslow load http://127.0.0.1:8000 --user user1 --suite refresh --target "refresh p95 < 30ms"
  whyslow verify http://127.0.0.1:8000 --user user1 --fail-on high`;

/** Runs one command line and sets the exit code. Only mistakes that nobody foresaw end with a stack trace. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = buildProgram(argv);
  try {
    if (argv.length <= 2) program.outputHelp();
    else await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  // commander has printed its message already; asking for help or the version is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ToolError) {
    stderr.write(`whyslow: ${error.message}\n`);
    return error.exitCode;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`whyslow: internal error, please report it with this text:\n${trace}\n`);
  return 1;
}

function buildProgram(argv: readonly string[]): Command {
  const program = new Command('whyslow')
    .description('Why is my local server slow, and what do I change?')
    .version(version, '-V, --version')
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: NARROWEST_WRAPPED })
    .addHelpText('after', EXAMPLES + '\n' + EXIT_CODES)
    .showHelpAfterError('(whyslow --help shows the commands and examples)')
    .exitOverride();
  addMeasuring(program, argv);
  addCompare(program, argv);
  addWatch(program);
  addInit(program);
  addReport(program);
  addReference(program);
  addExplain(program);
  addLab(program);
  addDemo(program);
  for (const command of program.commands) command.exitOverride();
  return program;
}

function addMeasuring(program: Command, argv: readonly string[]): void {
  const reproduce = commandLine(argv);
  const act = (name: Exclude<AnyCommand, 'compare'>) => async (url: string | undefined, options: MeasureOptions) => {
    const { measure } = await import('./measure.ts');
    process.exitCode = await measure(name, url, options, reproduce);
  };
  const diagnose = program.command('diagnose', { isDefault: true }).description('probe, find the cause, say the fix');
  common(diagnose.argument('<url>', 'for example http://localhost:8000')).action(act('diagnose'));
  const whole = program.command('run').description('diagnose, load suites, security checks, verdicts, report');
  load(signingIn(common(whole.argument('[url]', WITHOUT_URL)))).action(act('run'));
  const suites = program.command('load').description('the load suites alone');
  load(signingIn(common(suites.argument('[url]', WITHOUT_URL))))
    .option('--find-capacity', 'raise the open rate of each suite until its target breaks, and say what held')
    .action(act('load'));
  const clients = program.command('clients').description('what each client stack would feel on a new connection');
  common(clients.argument('<url>', 'for example http://localhost:8000'))
    .option('--real', 'also start and time the clients installed here')
    .action(act('clients'));
  const verify = program.command('verify').description('the token security checks alone');
  signingIn(common(verify.argument('[url]', WITHOUT_URL))).action(act('verify'));
}

const common = (command: Command): Command =>
  command
    .option('--json', 'print the run as JSON on stdout, and nothing else there')
    .option('--against <run.json>', 'compare with an earlier run: solved, not solved, or something else now')
    .option('--out <dir>', 'write the reports there (default: reports/<date>-<command>)')
    .option('--config <file>', 'settings and servers (default: whyslow.config.json or .yaml of this folder)')
    .option('--server <name>', 'that server of the configuration alone')
    .option('--format <list>', `formats to write: ${FORMAT_NAMES} (default: markdown,json)`, formatList)
    .option('--wait <time>', 'wait that long for a first answer, like 30s, before it measures', durationMs)
    .option('--timeout <time>', 'bound of one connect and of one answer to a probe (default: 5s)', durationMs)
    .option('--quiet', 'print nothing but errors')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addOption(
      new Option('--fail-on <severity>', 'exit 20 when a finding or check of that severity fails').choices([
        'low',
        'medium',
        'high',
      ]),
    );

const signingIn = (command: Command): Command =>
  command
    .option('--user <name>', 'account to sign in with; password from WHYSLOW_PASSWORD, --password-file, or a prompt')
    .option('--password-file <file>', 'its first line is the password')
    .option('--preset <name>', 'auth stack: simplejwt, dj-rest-auth, directus, aspnet-identity (default: detect)')
    .option('--api <path>', 'protected route to read (default: find one)', apiPath)
    .option('--allow-remote <host>', 'allow load and attacks on that host, which is not this machine');

const load = (command: Command): Command =>
  command
    .option('--suite <list>', 'suites to run: refresh, api, login (default: all)', suiteList)
    .option('--connections <n>', 'connections of the concurrent pass (default: 10)', wholeNumber)
    .option(
      '--requests <n>',
      'answers to measure in each pass; logins a tenth, new connections a fifth (default: 300)',
      wholeNumber,
    )
    .option(
      '--duration <time>',
      'measure each pass for that long instead, like 10s (new connections a fifth of it)',
      durationMs,
    )
    .option('--rate <r/s>', 'open model: send by a plan, like 100/s, on all connections; user time counts', perSecond)
    .addOption(
      new Option('--arrivals <kind>', 'the plan of --rate (default: constant)').choices([
        'constant',
        'poisson',
        'ramp',
      ]),
    )
    .option('--seed <n>', 'seed of --arrivals poisson (default: 1)', wholeNumber)
    .option('--until-sure', 'measure the judged passes until more answers could not change their verdict')
    .option('--max-time <time>', 'bound of --until-sure for each suite (default: 1m)', durationMs)
    .option('--hlog <file>', 'write an HdrHistogram log, an interval a second')
    .option('--samples <file>', 'write every exchange, a line of JSON each')
    .option('--save-baseline <name>', 'keep this run to compare later ones with, in .whyslow/baselines', baselineName)
    .option('--baseline <name>', 'compare with that run; exit 11 when it regressed on this machine', baselineName)
    .option('--second-opinion', 'let autocannon measure the refresh and api suites too, and show both')
    .option('--target <text>', 'like "refresh p95 < 30ms"; repeatable; replaces the defaults', targetList)
    .addOption(
      new Option('--on-inconclusive <verdict>', 'what an undecided target counts as').choices(['pass', 'warn', 'fail']),
    );

function addInit(program: Command): void {
  program
    .command('init')
    .description('look at the server, write whyslow.config.json')
    .argument('<url>', 'for example http://localhost:8000')
    .option('--user <name>', 'account to sign in with')
    .option('--config <file>', 'write this file instead; .yaml writes YAML')
    .option('--force', 'write it although it is there')
    .option('--wait <time>', 'wait that long for a first answer, like 30s', durationMs)
    .option('--allow-remote <host>', 'look for the login of that host, which is not this machine')
    .action(async (url: string, options) => {
      const { init } = await import('./init.ts');
      process.exitCode = await init(url, options);
    });
}

function addReport(program: Command): void {
  program
    .command('report')
    .description('render a saved run again')
    .argument('<run.json>', 'a run saved before')
    .option('--format <list>', FORMAT_NAMES, formatList)
    .option('--out <dir>', 'write files there instead of printing')
    .option('--no-color', 'no colours')
    .action(async (path: string, options) => {
      const { report } = await import('./report.ts');
      await report(path, options);
    });
}

function addExplain(program: Command): void {
  program
    .command('explain')
    .description('the page of a finding or check')
    .argument('[id]', 'like delayed-ack-stall; without it, the list')
    .action(async (id: string | undefined) => {
      const { explain } = await import('./explain.ts');
      stdout.write(await explain(id));
    });
}

function addLab(program: Command): void {
  program
    .command('lab')
    .description('list real faults, or run one in a private namespace and diagnose it (Linux)')
    .argument('[fault]', 'like late-refused-first-address; without it, the list')
    .option('--json', 'print the run as JSON on stdout')
    .option('--no-color', 'no colours')
    .action(async (fault: string | undefined, options) => {
      const { lab } = await import('./lab.ts');
      process.exitCode = await lab(fault, options);
    });
}

function addDemo(program: Command): void {
  program
    .command('demo')
    .description('the 2000 ms story on a real kernel, diagnosed and cured, with its report (Linux)')
    .option('--out <dir>', 'write the report there (default: reports/<date>-demo)')
    .option('--no-color', 'no colours')
    .action(async (options) => {
      const { demo } = await import('./demo/index.ts');
      process.exitCode = await demo(options);
    });
  program
    .command('demo-inside', { hidden: true })
    .argument('<port>', 'where the server of the story listens', portNumber)
    .argument('<folder>', 'where the report goes')
    .option('--no-color', 'no colours')
    .action(async (port: number, folder: string, { color }: { readonly color: boolean }) => {
      const { demoInside } = await import('./demo/inside.ts');
      await demoInside(port, folder, color);
    });
}
