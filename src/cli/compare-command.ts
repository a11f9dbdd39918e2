import { type Command, Option } from 'commander';
import { parseRemoteHost } from '../gather/target.ts';
import { savedFormats } from '../render/index.ts';
import type { CompareOptions } from './compare.ts';
import { addHelpEnd, type HelpPart } from './help-end.ts';
import { quickSuiteIds } from '../suites/index.ts';
import {
  apiPath,
  commandLine,
  durationMs,
  formatList,
  STACK_NAMES,
  SUITE_NAMES,
  suiteList,
  wholeNumber,
} from './values.ts';

const HELP_END: readonly HelpPart[] = [
  {
    kind: 'examples',
    rows: [
      ['whyslow compare 8000 8001 --user ci', 'the old build and the new one, in turn'],
      ['whyslow compare reference 8000 --user ci', 'the distance to the reference server'],
      ['whyslow compare reports/monday/run.json reports/today/run.json', 'two saved runs: only large changes show'],
    ],
  },
  {
    kind: 'terms',
    title: 'Verdicts',
    rows: [
      ['same', 'the change is within 5 %, or within 1 ms'],
      ['improved', 'B is faster'],
      ['regressed', 'B is slower (exit 11)'],
      ['inconclusive', 'the answers do not decide (exit 12 with --on-inconclusive fail)'],
      ['unproven', 'the times of the reference server, the control, changed too (exit 12 likewise)'],
    ],
  },
];

export function addCompare(program: Command, argv: readonly string[]): void {
  const command = program
    .command('compare')
    .description('compare two servers in turn, or two saved runs: is B slower than A?')
    .argument('<a>', 'before: a run.json, a URL, a port like 8000, or reference')
    .argument('<b>', 'after: a run.json, a URL, a port like 8001, or reference')
    .option('--user <name>', 'account of both servers; password from WHYSLOW_PASSWORD, --password-file, or a prompt')
    .option('--password-file <file>', 'file whose first line is the password')
    .option('--user-b <name>', 'account of B, where it differs')
    .option('--password-file-b <file>', 'password file of B, where it differs')
    .option('--preset <name>', `auth stack of both: ${STACK_NAMES} (default: detect)`)
    .option('--api <path>', 'protected route of both to read (default: find one)', apiPath)
    .option('--suite <list>', `suites to compare: ${SUITE_NAMES} (default: ${quickSuiteIds.join(',')})`, suiteList)
    .option('--pairs <n>', 'pairs of blocks for each suite (default: 20)', wholeNumber)
    .option('--requests <n>', 'answers in a block, where there is time (default: 100)', wholeNumber)
    .option('--max-time <time>', 'bound of the blocks of all suites (default: 1m)', durationMs)
    .option(
      '--time-limit <time>',
      'bound of the whole command (default: 5m, more where --max-time needs it)',
      durationMs,
    )
    .addOption(
      new Option('--on-inconclusive <verdict>', 'what an undecided comparison counts as').choices([
        'pass',
        'warn',
        'fail',
      ]),
    )
    .option('--allow-remote <host>', 'allow load on that host, which is not this machine', parseRemoteHost)
    .addOption(new Option('--timeout <time>', 'bound of one connect').argParser(durationMs).default(5_000, '5s'))
    .option('--json', 'print the run as JSON on stdout, and nothing else there')
    .option('--out <dir>', 'write the reports there (default: reports/<date>-compare)')
    .addOption(
      new Option('--format <list>', 'formats to write: markdown, json, terminal')
        .argParser(formatList)
        .default(savedFormats, 'markdown,json'),
    )
    .option('--quiet', 'print nothing but errors')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .action(async (a: string, b: string, options: CompareOptions) => {
      const { compare } = await import('./compare.ts');
      process.exitCode = await compare(a, b, options, commandLine(argv));
    });
  addHelpEnd(command, HELP_END);
}
