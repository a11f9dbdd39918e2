import type { Run } from '../../model/run.ts';
import { countText, durationText } from '../number-text.ts';
import { serverTimingText, waitsIn, waitTable, watchedIn, type WatchedRequest } from '../waits-text.ts';
import { code, table, text } from './escape.ts';

/** Where the time of each watched request went inside the server. Empty where that was not looked at. */
export function waitsSection(run: Run): string {
  const waits = waitsIn(run);
  const watched = watchedIn(run);
  const unknown = waits !== null && 'because' in waits ? [`Not known: ${text(waits.because)}.`] : [];
  if (unknown.length + watched.length === 0) return '';
  return ['## What the server waits for', ...unknown, ...watched.flatMap(partsOf)].join('\n\n');
}

function partsOf({ name, waits }: WatchedRequest): readonly string[] {
  const { requests, meanMs, rows } = waitTable(waits);
  const count = `${countText(requests)} ${requests === 1 ? 'request' : 'requests'}`;
  const head = `${code(name)}: the mean of ${count} is ${durationText(meanMs)}, from ${countText(waits.samples)} looks at the threads.`;
  const programs = `Watched: ${waits.programs.map(({ name: program, processes }) => `${program} (${processes} ${processes === 1 ? 'process' : 'processes'})`).join(', ')}.`;
  const parts = table(
    ['the server was', 'time', 'share'],
    ['left', 'right', 'right'],
    rows.map((row) => [text(row.text), durationText(row.ms), `${Math.round(row.share * 100)} %`]),
  );
  const said = serverTimingText(waits);
  const denied = waits.denied.map((what) => `Not visible here: ${text(what)}.`);
  return [head, parts, ...(said === null ? [] : [`${text(said)}.`]), text(programs), ...denied];
}
