import { type Command, Option } from 'commander';
import type { ReportOptions } from './report.ts';
import { addHelpEnd, type HelpPart } from './help-end.ts';
import { commandLine, FORMAT_NAMES, formatList, serverUrl, targetList } from './values.ts';

const HELP_END: readonly HelpPart[] = [
  {
    kind: 'examples',
    rows: [
      ['whyslow report reports/today/run.json --format html --out page', ''],
      ['whyslow report --from artillery report.json --url 8000', 'written by artillery run --output report.json'],
      ['whyslow report --from k6 summary.json --url 8000', 'written by k6 run --summary-export summary.json'],
      ['whyslow report --from k6 samples.json --url 8000', 'written by k6 run --out json=samples.json'],
    ],
  },
  {
    kind: 'text',
    text: 'With --from, the command judges the thresholds and exits with their code. The script has to come from whyslow export.',
  },
];

export function addReport(program: Command, argv: readonly string[]): void {
  const command = program
    .command('report')
    .description('render a saved run again, or judge the report of Artillery or k6')
    .argument('<run.json>', 'a run saved before, or the report of --from')
    .addOption(new Option('--from <tool>', 'the file is a report of that load tool').choices(['artillery', 'k6']))
    .option('--url <url>', 'server of that report, which does not name it', serverUrl)
    .option(
      '--target <text>',
      'threshold for that report, like "refresh p95 < 30ms"; repeatable; replaces the defaults',
      targetList,
    )
    .option('--format <list>', FORMAT_NAMES, formatList)
    .option('--out <dir>', 'write files there instead of printing')
    .option('--no-color', 'no colours')
    .action(async (path: string, options: ReportOptions) => {
      const { report } = await import('./report.ts');
      process.exitCode = await report(path, options, commandLine(argv));
    });
  addHelpEnd(command, HELP_END);
}
