import type { Run } from '../../model/run.ts';
import { type Conclusion, conclusionOf, markOf } from '../conclusion.ts';
import type { RenderOptions, Renderer } from '../contract.ts';
import { failedChecks, failedFindings } from '../failed.ts';
import { lastLineOf } from '../last-line.ts';
import { notesAlone, notesUnder } from '../notes.ts';
import { sanitized } from '../sanitize.ts';
import { limitBesideVerdict } from '../time-limit.ts';
import { drawAgainst } from './against.ts';
import { toAscii } from './ascii.ts';
import { drawAttribution } from './attribution.ts';
import { drawAddresses } from './addresses.ts';
import { drawChecks } from './checks.ts';
import { drawClients } from './clients.ts';
import { drawComparison } from './comparison.ts';
import { drawFinding, drawNotes } from './finding.ts';
import { lastLineOn } from './last-line.ts';
import { drawOtherPorts, isDead } from './dead-port.ts';
import { type Pen, penFor } from './pen.ts';
import { drawProfile } from './profile.ts';
import { drawSteps } from './steps.ts';
import { drawGenerator, drawSuites } from './suites.ts';
import { drawWaits } from './waits.ts';
import { drawVerdicts } from './verdicts.ts';

export const terminal: Renderer = {
  render: (run, options) => `${terminalPage(run, options)}\n${terminalEnd(run, options)}`,
};

/** The last line. What was written to files stands between it and the page. */
export const terminalEnd = (run: Run, options: RenderOptions, saved?: string | null): string =>
  lastLineOn(options, lastLineOf(sanitized(run), saved));

/** All but the last line. */
export function terminalPage(run: Run, options: RenderOptions): string {
  const pen = penFor(options);
  const safe = sanitized(run);
  const parts = isDead(safe)
    ? [headline(safe, pen), drawOtherPorts(safe, pen)]
    : [
        headline(safe, pen),
        ...[...failedFindings(safe), ...failedChecks(safe)].map((finding) =>
          drawFinding(finding, notesUnder(safe, finding.id), pen),
        ),
        drawMeasured(safe, pen),
        drawAgainst(safe.against, pen),
        drawComparison(safe.comparison, pen),
        drawAddresses(safe.addresses, pen),
        drawWaits(safe, pen),
        drawClients(safe, pen),
        drawVerdicts(safe.verdicts, pen),
        run.command === 'compare' && run.suites.length > 0 ? pen.ink.dim('  B alone') : '',
        drawSuites(safe, pen),
        drawSteps(safe, pen),
        drawAttribution(safe, pen),
        drawGenerator(safe, pen),
        drawChecks(safe.checks, pen),
        drawProfile(safe.profile, pen),
        drawNotes(notesAlone(safe), pen),
        notChecked(safe, pen),
      ];
  const page = `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  return options.unicode ? page : toAscii(page);
}

/** The first lines. The conclusion is left out where a finding or a comparison below states it. */
function headline(run: Run, pen: Pen): string {
  const { ink } = pen;
  const what = run.target.embedded ? 'the embedded reference server' : run.target.url;
  const subject = `${ink.bold('whyslow')} ${run.command} ${ink.dim(what)}${limitLine(run, pen)}`;
  const conclusion = conclusionOf(run);
  const isShownBelow = isStatedBelow(run);
  const measured = conclusion.measured === '' ? [] : [pen.wrap(conclusion.measured, 2)];
  if (run.exit.code === 0 && isShownBelow) return subject;
  const shown = run.exit.code === 0 || conclusion.isNoteworthy ? measured : [];
  return `${subject}\n\n${[lead(conclusion, pen), ...shown].join('\n')}`;
}

/** Whether a finding or a comparison states the result, so that the page begins with it. */
const isStatedBelow = (run: Run): boolean =>
  failedFindings(run).length + failedChecks(run).length > 0 || run.comparison !== null;

/** The measurements beside a finding, where an answer was slow, missing or wrong. */
function drawMeasured(run: Run, pen: Pen): string {
  const { isNoteworthy, measured } = conclusionOf(run);
  return run.exit.code === 0 && isStatedBelow(run) && isNoteworthy ? pen.wrap(measured, 2) : '';
}

function lead(conclusion: Conclusion, { ink, unicode, wrap }: Pen): string {
  const mark = inked(conclusion.tone, ink)(markOf(conclusion)[unicode ? 'unicode' : 'ascii']);
  const head = wrap(conclusion.head, 2).trimStart();
  const lines = conclusion.lines === '' ? '' : `\n\n${conclusion.lines.replaceAll(/^/gm, '  ')}`;
  return `${mark} ${conclusion.tone === 'failed' ? ink.red.bold(head) : head}${lines}`;
}

const inked = (tone: Conclusion['tone'], ink: Pen['ink']): ((text: string) => string) => {
  if (tone === 'failed') return ink.red.bold;
  if (tone === 'doubtful') return ink.yellow.bold;
  return tone === 'fine' ? ink.green.bold : ink.bold;
};

function limitLine(run: Run, { ink, unicode, wrap }: Pen): string {
  const limit = limitBesideVerdict(run);
  if (limit === null) return '';
  return `\n\n${ink.yellow.bold(unicode ? '▲' : '!')} ${ink.yellow(wrap(limit, 2).trimStart())}`;
}

const notChecked = ({ notChecked: lines }: Run, pen: Pen): string =>
  lines.length === 0 ? '' : pen.ink.dim(pen.wrap(`Not checked: ${lines.join(' · ')}`, 2));
