import type { Run } from '../../model/run.ts';
import { conclusionOf, markOf } from '../conclusion.ts';
import type { Renderer } from '../contract.ts';
import { factsOf } from '../facts.ts';
import { sanitized } from '../sanitize.ts';
import { plotFiles } from '../plots/index.ts';
import { withPlots, picturesOf } from './pictures.ts';
import { limitBesideVerdict } from '../time-limit.ts';
import { clientsSection } from './clients.ts';
import { block, code, inline, table, text } from './escape.ts';
import { againstSection } from './against.ts';
import { comparisonSection } from './comparison.ts';
import { profileSection } from './profile.ts';
import { waitsSection } from './waits.ts';
import { causeSection, checksSection, fixSection, notesSection, recommendationsSection } from './findings.ts';
import { addressesSection, performanceSection } from './numbers.ts';

export const markdown: Renderer = {
  assets: plotFiles,
  render(run) {
    const safe = sanitized(run);
    // A comparison measures whether something changed, not why.
    const looksForCauses = run.command !== 'compare';
    const picture = picturesOf(safe);
    const sections = [
      verdictSection(safe),
      profileSection(safe.profile),
      ...(looksForCauses ? [causeSection(safe), fixSection(safe)] : []),
      withPlots(againstSection(safe.against), ...(safe.against === null ? [] : [picture('before-after')])),
      withPlots(comparisonSection(safe.comparison), ...(safe.comparison === null ? [] : [picture('before-after')])),
      withPlots(performanceSection(safe), ...['latency', 'server-time', 'concurrency', 'timeline'].map(picture)),
      withPlots(addressesSection(safe), picture('addresses')),
      withPlots(waitsSection(safe), picture('waits')),
      withPlots(clientsSection(safe), picture('clients')),
      checksSection(safe),
      ...(looksForCauses ? [notesSection(safe), recommendationsSection(safe)] : []),
      `## Not checked\n\n${safe.notChecked.map((line) => `- ${text(line)}`).join('\n')}`,
      sentSection(safe),
      reproduceSection(safe),
    ];
    return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
  },
};

function verdictSection(run: Run): string {
  const { target, exit } = run;
  const what = target.embedded ? 'the embedded reference server' : code(target.url);
  const conclusion = conclusionOf(run);
  const headline = `${markOf(conclusion).emoji} **${text(conclusion.head)}**${exit.code === 0 ? '' : ` (exit ${exit.code})`}`;
  const measured = conclusion.measured === '' ? [] : [`Measured: ${text(conclusion.measured)}.`];
  const limit = limitBesideVerdict(run);
  const limited = limit === null ? [] : [text(limit)];
  const toCopy = conclusion.lines === '' ? [] : [block(conclusion.lines)];
  return [`# whyslow ${run.command}: ${what}`, headline, ...toCopy, ...limited, ...measured].join('\n\n');
}

function sentSection({ sent }: Run): string {
  if (sent.length === 0) return '';
  const lines = sent.map(({ kind, requests }) => `- ${kind}: ${withCode(requests.join('; '))}`);
  return `## What was sent\n\n${SENT}\n\n${lines.join('\n')}`;
}

/** Our own texts mark code with backticks. */
const withCode = (marked: string): string =>
  marked
    .split('`')
    .map((part, index) => (index % 2 === 0 ? inline(part) : code(part)))
    .join('');

const SENT = 'To the server, besides the load, at most:';

/** Facts in the words of the server. Nothing is syntax in code. */
const FROM_SERVER: ReadonlySet<string> = new Set(['server', 'listens on', 'auth server']);

function reproduceSection(run: Run): string {
  return [
    '## How to reproduce',
    block(run.reproduce),
    table(
      ['this run', ''],
      ['left', 'left'],
      factsOf(run).map(([name, value]) => [name, FROM_SERVER.has(name) && value !== '–' ? code(value) : text(value)]),
    ),
  ].join('\n\n');
}
