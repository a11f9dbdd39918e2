import type { Against } from '../../model/against.ts';
import { durationText } from '../words.ts';
import { code, table, text } from './escape.ts';

const marks = { solved: '✅', 'not-solved': '❌', new: '❌', undecided: '❔' } as const;

export function againstSection(against: Against | null): string {
  if (against === null) return '';
  const findings = against.findings.map(({ id, change, beforeMs, afterMs }) => [
    `${marks[change]} ${change.replace('-', ' ')}`,
    id,
    spoken(beforeMs),
    spoken(afterMs),
  ]);
  const names = against.names.map(({ name, beforeMs, afterMs }) => [
    code(name, 'cell'),
    spoken(beforeMs, 'no answer'),
    spoken(afterMs, 'no answer'),
    beforeMs === null || afterMs === null || afterMs === 0 ? '–' : `× ${(beforeMs / afterMs).toFixed(1)}`,
  ]);
  return [
    `## Before and after`,
    `Compared with the run of ${text(against.startedAt)}.`,
    table(['outcome', 'finding', 'cost before', 'cost after'], ['left', 'left', 'right', 'right'], findings),
    'What a new connection and its first answer cost, by name:',
    table(['name', 'before', 'after', 'faster'], ['left', 'right', 'right', 'right'], names),
  ].join('\n\n');
}

const spoken = (ms: number | null, otherwise = '–'): string => (ms === null ? otherwise : durationText(ms));
