import type { RenderOptions } from '../../render/contract.ts';
import { durationText } from '../../render/number-text.ts';
import { toAscii } from '../../render/terminal/ascii.ts';
import { lastLineOn } from '../../render/terminal/last-line.ts';
import { penFor } from '../../render/terminal/pen.ts';
import { factorOf, type Row } from './report.ts';

/** A step of the demo: its number, and its text beside it. */
function step(number: number, text: string, look: RenderOptions): string {
  const drawn = `${number}  ${penFor(look).wrap(text, 3).trimStart()}\n`;
  return look.unicode ? drawn : toAscii(drawn);
}

export const firstStep = (port: number, client: string, origin: string, look: RenderOptions): string =>
  step(1, `An auth server listens on 127.0.0.1:${port}. ${client} connects to ${origin}.`, look);

/** The times of the refreshes before the fix. */
export function slowText(timesMs: readonly number[], look: RenderOptions): string {
  const times = timesMs.map(durationText).join(', ');
  return `${penFor(look).wrap(`A refresh takes ${times}: two seconds each. The JWT code is not the cause.`, 3)}\n\n`;
}

export const secondStep = (look: RenderOptions): string => `${step(2, 'Diagnosis:', look)}\n`;

export function thirdStep(before: string, after: string, rows: readonly Row[], look: RenderOptions): string {
  const lines = rows.map(
    (row) =>
      `   ${row.request.padEnd(8)}${durationText(row.beforeMs).padStart(8)} → ${durationText(row.afterMs).padStart(8)}   ${factorOf(row)} faster\n`,
  );
  const text = lines.join('');
  return `${step(3, `One line changes: ${before} → ${after}`, look)}${look.unicode ? text : toAscii(text)}`;
}

export const demoEnd = (look: RenderOptions): string =>
  `\n${lastLineOn(look, {
    sentence: 'One changed line saved two seconds.',
    lead: 'Next, with the port of your server:',
    command: 'whyslow 8000',
  })}`;
