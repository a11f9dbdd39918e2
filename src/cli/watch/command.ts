import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseRemoteHost } from '../../gather/target.ts';
import { quickSuiteIds } from '../../suites/index.ts';
import {
  apiPath,
  durationMs,
  perSecond,
  portNumber,
  STACK_NAMES,
  SUITE_NAMES,
  suiteList,
  URL_OR_PORT,
} from '../values.ts';
import { addHelpEnd, type HelpPart } from '../help-end.ts';
import type { WatchOptions } from './watch.ts';

const HELP_END: readonly HelpPart[] = [
  {
    kind: 'examples',
    rows: [
      ['whyslow watch 8000', 'every name of the server, once a second'],
      ['whyslow watch 8000 --user ci', 'the refresh and api suites as well'],
      ['whyslow watch 8000 --for 5m --alert "localhost p95 > 30ms for 30s"', ''],
      ['whyslow watch 8000 --metrics 9464 --history watch.json', ''],
    ],
  },
  {
    kind: 'terms',
    title: 'Alerts: SERIES STATISTIC > LIMIT for TIME',
    rows: [
      ['SERIES', 'a watched name, like localhost or ::1, or a suite'],
      ['STATISTIC', 'mean, min, max, p50 to p99.9 or errors, over the last 30 s'],
      ['TIME', 'how long the condition is true before the alert fires; without "for" it fires at once'],
    ],
  },
  {
    kind: 'terms',
    title: 'Exit codes',
    rows: [
      ['0', 'the watch ended, also at Ctrl-C'],
      ['2', 'wrong usage'],
      ['10', 'an alert fired'],
      ['14', 'the server never answered'],
      ['15', 'the first sign-in failed'],
      ['16', 'a suite never got a right answer'],
    ],
  },
];

export function addWatch(program: Command): void {
  const command = program
    .command('watch')
    .description('probe continuously at a low rate: live view, alerts, metrics for Prometheus')
    .argument('<url>', URL_OR_PORT)
    .addOption(new Option('--rate <r/s>', 'probes of each name and suite').argParser(lowRate).default(1, '1/s'))
    .option('--for <time>', 'end after this time, like 5m (default: at Ctrl-C)', durationMs)
    .option('--alert <rule>', 'like "refresh p95 > 30ms for 30s"; repeatable; on stderr and in the exit code', rules)
    .option(
      '--metrics <port>',
      'serve /metrics for Prometheus on that port of loopback; 0 takes a free one',
      portNumber,
    )
    .option('--history <file>', 'keep the last day in this file, and continue from it')
    .option('--user <name>', 'account for the suites; password from WHYSLOW_PASSWORD, --password-file, or a prompt')
    .option('--password-file <file>', 'file whose first line is the password')
    .option('--suite <list>', `suites to watch: ${SUITE_NAMES} (default: ${quickSuiteIds.join(',')})`, suiteList)
    .option('--preset <name>', `auth stack: ${STACK_NAMES} (default: detect)`)
    .option('--api <path>', 'protected route to read (default: find one)', apiPath)
    .addOption(
      new Option('--timeout <time>', 'bound of one connect and of one answer')
        .argParser(durationMs)
        .default(5_000, '5s'),
    )
    .option('--allow-remote <host>', 'allow probes to that host, which is not this machine', parseRemoteHost)
    .option('--quiet', 'print nothing but alerts and errors')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .action(async (url: string, options: WatchOptions) => {
      const { watch } = await import('./watch.ts');
      process.exitCode = await watch(url, options);
    });
  addHelpEnd(command, HELP_END);
}

const rules = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text];

/** A watch runs all day and must not slow the server; `whyslow load` sends load. */
const HIGHEST_RATE = 10;

function lowRate(text: string): number {
  const rate = perSecond(text);
  if (rate > HIGHEST_RATE)
    throw new InvalidArgumentError(`Expected at most ${HIGHEST_RATE}/s; whyslow load sends more.`);
  return rate;
}
