import { type Command, Option } from 'commander';
import { ToolError } from '../model/error.ts';
import { parseRemoteHost } from '../gather/target.ts';
import { commandPlans, type MeasureCommand } from '../pipelines/commands.ts';
import type { MeasureOptions } from './measure-options.ts';
import { addImportOptions } from './import-options.ts';
import { addClientOptions } from './oauth-client.ts';
import { profileName, PROFILE_OR_FILE } from './profile/name.ts';
import { addRequestOptions, variableName } from './request-options.ts';
import {
  apiPath,
  baselineName,
  checkList,
  commandLine,
  durationMs,
  FORMAT_NAMES,
  formatList,
  graceMs,
  GROUP_NAMES,
  perSecond,
  quoted,
  serverUrl,
  STACK_NAMES,
  SUITE_NAMES,
  suiteIdList,
  targetList,
  URL_OR_PORT,
  wholeNumber,
} from './values.ts';

const WITHOUT_URL =
  'like 8000 or http://localhost:8000; without it: the servers of the configuration, else the embedded reference server';

/** The five commands that measure one server, and their common options. */
export function addMeasuring(program: Command, argv: readonly string[]): void {
  const typed = {
    without: (servers: readonly string[]) => commandLine(argv.filter((word) => !servers.includes(word))),
  };
  const act =
    (name: MeasureCommand) => async (given: string | readonly string[] | undefined, options: MeasureOptions) => {
      const urls = given === undefined ? [] : [given].flat();
      refuseLateCommand(urls, program);
      const { measure } = await import('./measure.ts');
      process.exitCode = await measure(name, urls, options, typed);
    };
  const described = (name: MeasureCommand, isDefault = false): Command =>
    program.command(name, { isDefault }).description(commandPlans[name].title);
  const diagnose = described('diagnose', true);
  deepening(common(diagnose.argument('<url...>', `${URL_OR_PORT}; several are examined in turn`))).action(
    act('diagnose'),
  );
  const whole = described('run');
  load(describing(checking(signingIn(deepening(common(whole.argument('[url]', WITHOUT_URL))))))).action(act('run'));
  const suites = described('load');
  load(describing(signingIn(common(suites.argument('[url]', WITHOUT_URL)))))
    .option('--find-capacity', 'search for the highest rate at which each suite meets its threshold')
    .action(act('load'));
  const clients = described('clients');
  common(clients.argument('<url>', URL_OR_PORT))
    .option('--real', 'also start and time the clients installed here')
    .action(act('clients'));
  common(described('waits').argument('<url>', URL_OR_PORT)).action(act('waits'));
  const verify = described('verify');
  forging(choosing(checking(signingIn(common(verify.argument('[url]', WITHOUT_URL)))))).action(act('verify'));
}

/**
 * `whyslow 8000 run` would look for a host called run.
 * @throws ToolError `unknown-command` (exit 2)
 */
function refuseLateCommand([url, ...others]: readonly string[], program: Command): void {
  const late = others.find((word) => program.commands.some((command) => command.name() === word));
  if (late === undefined) return;
  throw new ToolError('unknown-command', `The command stands before the server: whyslow ${late} ${quoted(url ?? '')}`);
}

const common = (command: Command): Command =>
  command
    .option('--json', 'print the run as JSON on stdout, and nothing else there')
    .option(
      '--against <run.json>',
      'compare with an earlier run of the same server, or with the "last" one in reports/: solved, not solved, new or undecided',
    )
    .option('--out <dir>', 'write the reports there (default: reports/<date>-<command>)')
    .option('--config <file>', 'settings and servers (default: whyslow.config.json or .yaml of this folder)')
    .option('--server <name>', 'measure only that server of the configuration')
    .option('--format <list>', `formats to write: ${FORMAT_NAMES} (default: markdown,json)`, formatList)
    .option('--wait <time>', 'wait up to this long for a first answer, like 30s', durationMs)
    .option(
      '--timeout <time>',
      'bound of one connect and of one answer to a probe (default: 5s, 11s for a first byte)',
      durationMs,
    )
    .option('--allow-remote <host>', 'allow requests to that host, which is not this machine', parseRemoteHost)
    .option(
      '--time-limit <time>',
      'bound of the whole command; the measurements so far are judged (default: 2m, with load 5m, more where the plan needs it)',
      durationMs,
    )
    .option('--quiet', 'print nothing but errors')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    // The lab ends with a line of its own, since its machine is gone afterwards.
    .addOption(new Option('--no-next', 'leave the last line out').hideHelp())
    .addOption(
      new Option('--fail-on <severity>', 'exit 20 when a finding or check of that severity fails').choices([
        'low',
        'medium',
        'high',
      ]),
    );

const deepening = (command: Command): Command =>
  command
    .addOption(new Option('--quick', 'examine the addresses only').conflicts('deep'))
    .option('--deep', 'also try idle connections, pauses and up to 16 requests at once, for up to 15 s more');

const signingIn = (command: Command): Command =>
  addClientOptions(addAccount(command))
    .option('--preset <name>', `auth stack: ${STACK_NAMES} (default: detect)`)
    .option('--auth-url <url>', 'separate auth server to sign in at, like http://localhost:9000', serverUrl)
    .option('--api <path>', 'protected route to read (default: find one)', apiPath);

const checking = (command: Command): Command =>
  command
    .option(
      '--allow-lockout',
      'also make up to 100 failed logins, which can lock the account: use a throw-away account',
    )
    .option(
      '--audit-log <file>',
      'audit log of the server, searched for an entry of each sign-in, refresh and sign-out',
    )
    .option(
      '--longest-grace <time>',
      'look this long for the end of the time in which a used refresh token is accepted; accepted for longer counts as for ever (default: 12s, or 3s with --only; up to 60s; 0s where no reuse is allowed)',
      graceMs,
    )
    .option(
      '--profile <name>',
      `which checks are required, and how severe their failures are: ${PROFILE_OR_FILE}`,
      profileName,
    );

/** The forged tokens that need a permission, or a key. */
const forging = (command: Command): Command =>
  command
    .option('--intrusive', 'also present tokens for which a server may read a file, or fetch a key from this machine')
    .option(
      '--signing-key-env <name>',
      'environment variable with the key of the tokens, an HMAC secret or a private key in PEM, to sign wrong claims',
      variableName,
    );

const addAccount = (command: Command): Command =>
  command
    .option(
      '--user <name>',
      'account to sign in with (load and run without it: GET of the URL); password from WHYSLOW_PASSWORD, --password-file, or a prompt',
    )
    .option('--password-file <file>', 'file whose first line is the password')
    .option(
      '--accounts-file <file>',
      'accounts of the virtual users, one line NAME:PASSWORD for each, instead of --user',
    );

const choosing = (command: Command): Command =>
  command
    .option('--only <list>', `security checks to make: ids, or groups of ${GROUP_NAMES} (default: all)`, checkList)
    .option('--skip <list>', 'security checks to leave out: ids or groups', checkList);

/** The suites of the user's own. */
const describing = (command: Command): Command => addImportOptions(addRequestOptions(command));

const load = (command: Command): Command =>
  command
    .option(
      '--suite <list>',
      `suites to run: ${SUITE_NAMES} and those of the configuration (default: all)`,
      suiteIdList,
    )
    .option('--connections <n>', 'connections of the concurrent trial (default: 10)', wholeNumber)
    .option('--processes <n>', 'generator processes that share the connections and the rate (default: 1)', wholeNumber)
    .option(
      '--requests <n>',
      'answers to measure in each trial; logins a tenth, new connections a fifth (default: 300)',
      wholeNumber,
    )
    .option(
      '--duration <time>',
      'measure each trial for this long instead, like 10s (new connections a fifth of it)',
      durationMs,
    )
    .option(
      '--rate <r/s>',
      'open model: send at this rate, like 100/s, on all connections; user time is judged',
      perSecond,
    )
    .addOption(
      new Option('--arrivals <kind>', 'arrivals of --rate (default: constant)').choices([
        'constant',
        'poisson',
        'ramp',
      ]),
    )
    .option('--seed <n>', 'seed of --arrivals poisson (default: 1)', wholeNumber)
    .option('--until-sure', 'measure the judged trials until more answers could not change their verdict')
    .option('--max-time <time>', 'bound of --until-sure for each suite (default: 1m)', durationMs)
    .option('--hlog <file>', 'write an HdrHistogram log with one interval for each second')
    .option('--samples <file>', 'write each exchange as a line of JSON')
    .option('--save-baseline <name>', 'save this run as a baseline for later runs, in .whyslow/baselines', baselineName)
    .option('--baseline <name>', 'compare with that baseline; exit 11 on a regression on this machine', baselineName)
    .option(
      '--second-opinion',
      'also measure with autocannon, except suites that compute a password hash, and show both',
    )
    .option(
      '--target <text>',
      'threshold, like "refresh p95 < 30ms", or "p95 < 30ms" for the one suite; repeatable; replaces the defaults',
      targetList,
    )
    .addOption(
      new Option('--on-inconclusive <verdict>', 'what an undecided threshold counts as').choices([
        'pass',
        'warn',
        'fail',
      ]),
    );
