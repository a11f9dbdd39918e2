import type { Run } from '../../model/run.ts';
import { suiteIdsOf } from '../../model/suite-ids.ts';
import { reportedMs, shapeText } from '../load-text.ts';
import { durationText } from '../number-text.ts';
import type { PlotMember } from './contract.ts';
import { failuresText, heightOf, type Panel, panelOf, valuesOf } from './latency-panel.ts';
import { limitOf } from './limit-line.ts';
import { type Curve, curveOf } from './percentiles.ts';
import { axisText, scaleKind } from './scales.ts';

/** The latency distribution of each suite: each step to the right shows the slowest tenth of the step before. */
export const latency: PlotMember = {
  name: 'latency',
  draw(run, frame) {
    const panels = panelsOf(run);
    if (panels.length === 0) return null;
    const kind = scaleKind(panels.map(valuesOf));
    let top = 0;
    const parts = panels.flatMap((panel) => {
      const at = top;
      top += heightOf(panel, frame);
      return panelOf(panel, kind, at, frame);
    });
    return {
      title: titleOf(panels),
      subtitle: `Percentiles of right answers, the slowest (max) at the end of its line; ${axisText(kind, panels.length)}`,
      description: `${panels.flatMap(({ suite, curves }) => curves.map((curve) => describe(suite, curve))).join('. ')}.`,
      height: top,
      parts,
    };
  },
};

/** A longer list is no title. */
const MOST_NAMED = 3;

/** "refresh: 9 in 10 answers within 47.8 ms", of the trial that thresholds judge. */
function titleOf(panels: readonly Panel[]): string {
  const within = panels.flatMap(({ suite, curves: [first] }) => {
    const ms = first === undefined ? undefined : reportedMs(first.trial)?.p90;
    return ms === undefined ? [] : [{ suite, ms }];
  });
  const [only, second] = within;
  if (only === undefined) return 'How long answers take';
  if (second === undefined) return `${only.suite}: 9 in 10 answers within ${durationText(only.ms)}`;
  if (within.length <= MOST_NAMED) {
    return `9 in 10 answers: ${within.map(({ suite, ms }) => `${suite} within ${durationText(ms)}`).join(', ')}`;
  }
  const [slowest = only] = within.toSorted((a, b) => b.ms - a.ms);
  return `9 in 10 answers of ${slowest.suite}, the slowest of ${within.length} suites, within ${durationText(slowest.ms)}`;
}

const panelsOf = (run: Run): readonly Panel[] =>
  suiteIdsOf(run)
    .map((suite) => ({
      suite,
      curves: run.suites.filter((trial) => trial.suite === suite && trial.arm === 'target').flatMap(curveOf),
      limit: limitOf(run, suite),
    }))
    .filter(({ curves }) => curves.length > 0);

const describe = (suite: string, curve: Curve): string =>
  `${suite}, ${shapeText(curve.trial)}: median ${durationText(curve.medianMs)}, max ${durationText(curve.maxMs)}${failuresText(curve)}`;
