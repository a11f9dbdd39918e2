import type { Run } from '../../model/run.ts';
import type { Renderer } from '../contract.ts';
import { failedChecks, failedFindings } from '../failed.ts';
import { harmless } from '../harmless.ts';
import { limitBesideVerdict } from '../time-limit.ts';
import { drawAgainst } from './against.ts';
import { toAscii } from './ascii.ts';
import { drawAddresses } from './addresses.ts';
import { drawChecks } from './checks.ts';
import { drawClients } from './clients.ts';
import { drawComparison } from './comparison.ts';
import { drawFinding } from './finding.ts';
import { type Pen, penFor } from './pen.ts';
import { drawAttribution, drawGenerator, drawSuites } from './suites.ts';
import { drawVerdicts } from './verdicts.ts';

export const terminal: Renderer = {
  render(run, look) {
    const pen = penFor(look);
    const safe = harmless(run);
    const parts = [
      headline(safe, pen),
      ...[...failedFindings(safe), ...failedChecks(safe)].map((finding) => drawFinding(finding, pen)),
      drawAgainst(safe.against, pen),
      drawComparison(safe.comparison, pen),
      drawAddresses(safe.addresses, pen),
      drawClients(safe, pen),
      drawVerdicts(safe.verdicts, pen),
      run.command === 'compare' && run.suites.length > 0 ? pen.ink.dim('  B by itself') : '',
      drawSuites(safe, pen),
      drawAttribution(safe, pen),
      drawGenerator(safe, pen),
      drawChecks(safe.checks, pen),
      notChecked(safe, pen),
    ];
    const page = `${parts.filter((part) => part !== '').join('\n\n')}\n`;
    return look.unicode ? page : toAscii(page);
  },
};

function headline(run: Run, pen: Pen): string {
  const { ink } = pen;
  const what = run.target.embedded ? 'the embedded reference server' : run.target.url;
  const cutShort = limitLine(run, pen);
  const subject = `${ink.bold('whyslow')} ${run.command} ${ink.dim(what)}${cutShort}`;
  if (run.exit.code !== 0) {
    const mark = ink.red.bold(pen.unicode ? '✖' : 'x');
    return `${subject}\n\n${mark} ${ink.red.bold(pen.wrap(run.exit.reason, 2).trimStart())}`;
  }
  const failed = failedFindings(run).length + failedChecks(run).length;
  if (failed > 0 || cutShort !== '' || run.comparison !== null) return subject;
  const fine =
    run.command === 'verify'
      ? 'every promise that was checked is kept'
      : 'nothing slows this server down that whyslow knows';
  return `${subject}\n\n${ink.green.bold(pen.unicode ? '✔' : 'ok')} ${fine}`;
}

function limitLine(run: Run, { ink, unicode, wrap }: Pen): string {
  const limit = limitBesideVerdict(run);
  if (limit === null) return '';
  return `\n\n${ink.yellow.bold(unicode ? '▲' : '!')} ${ink.yellow(wrap(limit, 2).trimStart())}`;
}

const notChecked = ({ notChecked: lines }: Run, pen: Pen): string =>
  lines.length === 0 ? '' : pen.ink.dim(pen.wrap(`Not checked: ${lines.join(' · ')}`, 2));
