import type { Run } from '../../model/run.ts';
import { countText, durationText } from '../number-text.ts';
import { waitsIn, waitTable } from '../waits-text.ts';
import { table, text } from './escape.ts';

/** Where the time of a request went inside the server. Empty where that was not looked at. */
export function waitsSection(run: Run): string {
  const waits = waitsIn(run);
  if (waits === null) return '';
  const title = '## What the server waits for';
  if ('because' in waits) return `${title}\n\nNot known: ${text(waits.because)}.`;
  const { requests, meanMs, rows } = waitTable(waits);
  const head = `The mean of ${countText(requests)} ${requests === 1 ? 'request' : 'requests'} of ${durationText(meanMs)}, from ${countText(waits.samples)} samples of its threads.`;
  const programs = `Watched: ${waits.programs.map(({ name, processes }) => `${name} (${processes} ${processes === 1 ? 'process' : 'processes'})`).join(', ')}.`;
  const parts = table(
    ['the server was', 'time', 'share'],
    ['left', 'right', 'right'],
    rows.map((row) => [text(row.text), durationText(row.ms), `${Math.round(row.share * 100)} %`]),
  );
  const denied = waits.denied.map((what) => `Not visible here: ${text(what)}.`);
  return [title, head, parts, text(programs), ...denied].join('\n\n');
}
