import type { Fault } from '../../src/lab/contract.ts';
import type { Run } from '../../src/model/run.ts';
import { failedFindings } from '../../src/render/failed.ts';
import { drawFinding } from '../../src/render/terminal/finding.ts';
import { penFor } from '../../src/render/terminal/pen.ts';
import { type Question, questions } from './questions.ts';

/** What `npm run bench:causes -- faults` has measured of one fault. */
export interface Measured {
  readonly startedAt: string | null;
  readonly found: Run['findings'];
}

export type MeasuredFaults = Readonly<Record<string, Measured>>;

const pen = penFor({ width: 80, colour: false, unicode: true });

/** The headline, the cost and the fixes, as a terminal shows them. The evidence is left out: it is on the page of the finding. */
const printed = ({ found }: Measured): string =>
  failedFindings({ findings: found } as Run)
    .map((finding) => drawFinding({ ...finding, facts: [] }, [], pen))
    .join('\n\n');

/** A fault belongs to the question of the finding of its name, else of the first one that it provokes. */
const isOf =
  ({ findings }: Question) =>
  ({ id, provokes }: Fault): boolean =>
    findings.includes(provokes.find((each) => each === id) ?? provokes[0] ?? '');

function faultPart(fault: Fault, measured: MeasuredFaults): readonly string[] {
  const result = measured[fault.id];
  if (result === undefined) return [];
  const pages = fault.provokes.map((id) => `[${id}](findings/${id}.md)`).join(', ');
  return [
    `### ${fault.title.replace(/^./, (letter) => letter.toUpperCase())}`,
    `${fault.story} More: ${pages}.`,
    `\`\`\`\n$ whyslow lab ${fault.id}\n\n${printed(result)}\n\`\`\``,
  ];
}

const threadsOf = ({ threads }: Question): readonly string[] =>
  threads.length === 0
    ? []
    : [`Asked in public: ${threads.map((path) => `[${nameOf(path)}](https://github.com/${path})`).join(', ')}.`];

/** GitHub's own short form: `owner/name#12`. */
const nameOf = (path: string): string => path.replace(/\/(?:issues|pull)\//, '#');

const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** The page of what whyslow prints for each fault of the lab, by the question of a developer. */
export function foundPage(faults: readonly Fault[], measured: MeasuredFaults): string {
  const days = [...new Set(Object.values(measured).flatMap(({ startedAt }) => startedAt?.slice(0, 10) ?? []))];
  return [
    '# What it found',
    `The lab of whyslow is a private Linux namespace with one fault in it. This page has what whyslow prints first for each fault,
by the question that a developer asks: the finding, its cost and its fixes. The evidence between them is left out here.
\`whyslow lab ID\` repeats a fault on a Linux machine.`,
    `The numbers are of one run each, of ${days.toSorted().join(' and ')}, on a busy machine with two cores. They differ from run to run;
the finding does not, and a test provokes each of them. \`npm run bench:causes -- faults --again\` measures them anew.`,
    questions.map(({ asked }) => `- [${asked}](#${anchor(asked)})`).join('\n'),
    ...questions.flatMap((question) => [
      `## ${question.asked}`,
      question.answer,
      ...threadsOf(question),
      ...faults.filter(isOf(question)).flatMap((fault) => faultPart(fault, measured)),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}
