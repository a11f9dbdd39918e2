import type { Run } from '../../model/run.ts';
import type { Renderer } from '../contract.ts';
import { failedFindings } from '../failed.ts';
import { harmless } from '../harmless.ts';
import { plotFiles } from '../plots/index.ts';
import { verdictMarks } from '../words.ts';
import { clientsSection } from './clients.ts';
import { block, code, table, text } from './escape.ts';
import { againstSection } from './against.ts';
import { comparisonSection } from './comparison.ts';
import { causeSection, checksSection, fixSection, recommendationsSection } from './findings.ts';
import { addressesSection, performanceSection } from './numbers.ts';

export const markdown: Renderer = {
  assets: plotFiles,
  render(run) {
    const safe = harmless(run);
    // A comparison asks whether something moved, and not why.
    const looksForCauses = run.command !== 'compare';
    const sections = [
      verdictSection(safe),
      ...(looksForCauses ? [causeSection(safe), fixSection(safe)] : []),
      againstSection(safe.against),
      comparisonSection(safe.comparison),
      performanceSection(safe),
      addressesSection(safe),
      clientsSection(safe),
      checksSection(safe),
      ...(looksForCauses ? [recommendationsSection(safe)] : []),
      `## Not checked\n\n${safe.notChecked.map((line) => `- ${text(line)}`).join('\n')}`,
      reproduceSection(safe),
    ];
    return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
  },
};

function verdictSection(run: Run): string {
  const { target, exit } = run;
  const what = target.embedded ? 'the embedded reference server' : code(target.url);
  const [gravest] = failedFindings(run);
  const said =
    exit.code === 0
      ? `${verdictMarks[run.verdict].emoji} **${run.verdict}**`
      : `❌ **${text(exit.reason)}** (exit ${exit.code})`;
  const lines = [`# whyslow ${run.command}: ${what}`, said];
  if (gravest !== undefined) lines.push(`Gravest finding: ${text(gravest.summary)}`);
  return lines.join('\n\n');
}

function reproduceSection({ reproduce, startedAt, tool, host, target }: Run): string {
  const server = [target.server.product, target.server.command].filter((part) => part !== null).join(', ');
  const rows = [
    ['started', startedAt],
    ['whyslow', `${tool.version} on Node ${tool.node}`],
    ['machine', `${host.os} ${host.kernel}, ${host.cpus} × ${host.cpuModel}, ${host.memoryMb} MB`],
    ['auth stack', target.preset ?? '–'],
    ['server', server === '' ? '–' : server],
    ['listens on', target.server.listens.join(', ') || '–'],
  ];
  return [
    '## How to reproduce',
    block(reproduce),
    table(
      ['', ''],
      ['left', 'left'],
      rows.map(([name = '', value = '']) => [name, text(value)]),
    ),
  ].join('\n\n');
}
