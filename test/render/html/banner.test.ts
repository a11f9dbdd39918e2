import { expect, test } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { html } from '../../../src/render/html/index.ts';
import { frozenRun } from '../../golden/frozen-run.ts';
import { comparedRun, healthyRun, storyRun } from '../runs.ts';

/** The lines of the banner, in their order. */
function linesOf(run: Run): readonly string[] {
  const page = html.render(run, { width: 100, colour: false, unicode: true });
  const [, banner = ''] = /<div class="verdict \w+">(.*?)<\/div>/s.exec(page) ?? [];
  return [...banner.matchAll(/<(?:p|li)[^>]*>(.*?)<\/(?:p|li)>/gs)].map(([, line = '']) =>
    line.replaceAll(/<[^>]*>/g, '').replaceAll('&lt;', '<'),
  );
}

const RACE = 'Rotation breaks under concurrency';
const MISSED = 'target missed: refresh mean < 30ms (48.0 ms)';
const DELAYED = 'Every answer on a kept-alive connection waits 40 ms for a delayed ACK';
const milder = frozenRun.checks.map((check) =>
  check.outcome === 'fail' ? { ...check, severity: 'low' as const } : check,
);
const unreachable = 'nothing answers at localhost:8000';

const cases: readonly (readonly [string, Run, readonly string[]])[] = [
  ['a severe security failure before a missed threshold', frozenRun, [`✖ ${RACE}`, MISSED, DELAYED, 'Exit code 10']],
  [
    'a missed threshold before a mild security failure',
    { ...frozenRun, checks: milder },
    [`✖ ${MISSED}`, DELAYED, RACE, 'Exit code 10'],
  ],
  [
    'what prevented the run before all',
    { ...frozenRun, exit: { code: 14, reason: unreachable } },
    [`✖ ${unreachable}`, RACE, DELAYED, 'Exit code 14'],
  ],
  [
    'a failed check without the list of ids',
    { ...frozenRun, findings: [], exit: { code: 20, reason: 'found: concurrent-refresh-race' } },
    [`✖ ${RACE}`, 'Exit code 20'],
  ],
  ['a cause of slowness', storyRun, ['▲ localhost costs 2.04 s on every new connection']],
  ['a regression', comparedRun, ['✖ regressed: refresh p95', 'Exit code 11']],
  [
    'no problem',
    { ...healthyRun, addresses: healthyRun.addresses.slice(2, 3) },
    ['✔ No problem found on localhost:8000'],
  ],
];

test.each(cases)('the banner shows %s', (_what, run, lines) => expect(linesOf(run)).toEqual(lines));
