import { Argument, type Command, InvalidArgumentError } from 'commander';
import { addHelpEnd, type HelpPart } from '../help-end.ts';
import { addImportOptions } from '../import-options.ts';
import { didYouMean } from '../near-name.ts';
import { addClientOptions } from '../oauth-client.ts';
import { addRequestOptions } from '../request-options.ts';
import {
  apiPath,
  commandLine,
  durationMs,
  perSecond,
  serverUrl,
  STACK_NAMES,
  SUITE_NAMES,
  suiteIdList,
  targetList,
  wholeNumber,
} from '../values.ts';
import type { ExportFormat } from './formats.ts';
import type { ExportFlags } from './flags.ts';

const HELP_END: readonly HelpPart[] = [
  {
    kind: 'examples',
    rows: [
      ['whyslow export artillery --out load.yml', 'the suites of whyslow.config.yaml'],
      ['whyslow export k6 8000 --user ada --preset simplejwt', 'without a configuration'],
      ['whyslow export k6 reports/today/run.json', 'the suites of that run, printed'],
      ['whyslow export artillery 3000/api/items --rate 50/s --duration 1m --target "p95 < 80ms"', ''],
    ],
  },
  {
    kind: 'text',
    text: 'The command sends nothing and writes no secret. The script reads WHYSLOW_USER, WHYSLOW_PASSWORD, WHYSLOW_CLIENT_ID, WHYSLOW_CLIENT_SECRET and the variables of your flows from its environment. Its first lines name those that it needs, and state in comments what the format cannot express.',
  },
];

const exportTools: readonly ExportFormat[] = ['artillery', 'k6'];

function toolNamed(text: string): ExportFormat {
  const tool = exportTools.find((name) => name === text);
  if (tool !== undefined) return tool;
  throw new InvalidArgumentError(`Expected ${exportTools.join(' or ')}.${didYouMean(text, exportTools)}`);
}

export function addExport(program: Command, argv: readonly string[]): void {
  const command = program
    .command('export')
    .description('write the suites, the load and the thresholds as a script of another load tool')
    .addArgument(
      new Argument('<tool>', 'Artillery (YAML) or k6 (JavaScript)').choices(exportTools).argParser(toolNamed),
    );
  addHelpEnd(loading(addImportOptions(addRequestOptions(signingIn(command)))), HELP_END).action(
    async (tool: ExportFormat, source: string | undefined, options: ExportFlags) => {
      const { exportTo } = await import('./index.ts');
      await exportTo(tool, source, options, commandLine(argv));
    },
  );
}

const signingIn = (command: Command): Command =>
  addClientOptions(
    command
      .argument('[source]', 'a URL, a port like 8000, or a run.json; without it: the server of the configuration')
      .option('--out <file>', 'write the file there instead of printing it; Artillery gets its functions beside it')
      .option('--config <file>', 'settings and servers (default: whyslow.config.json or .yaml of this folder)')
      .option('--server <name>', 'only that server of the configuration')
      .option('--user <name>', 'the suites sign in; the name and the password come from the environment')
      .option('--preset <name>', `auth stack: ${STACK_NAMES}`),
  )
    .option('--auth-url <url>', 'separate auth server to sign in at, like http://localhost:9000', serverUrl)
    .option('--api <path>', 'protected route to read', apiPath);

const loading = (command: Command): Command =>
  command
    .option('--suite <list>', `suites: ${SUITE_NAMES} and those of the configuration (default: all)`, suiteIdList)
    .option('--connections <n>', 'users of the closed model (default: 10)', wholeNumber)
    .option('--requests <n>', 'iterations of all users together (default: 300)', wholeNumber)
    .option('--duration <time>', 'repeat for this long instead, like 1m', durationMs)
    .option('--rate <r/s>', 'open model: begin this many iterations a second, like 100/s', perSecond)
    .option(
      '--target <text>',
      'threshold, like "refresh p95 < 30ms", or "p95 < 30ms" for the one suite; repeatable; replaces the defaults',
      targetList,
    );
