import { parseTarget } from '../../gather/target.ts';
import type { Run } from '../../model/run.ts';
import { ToolError } from '../../model/error.ts';
import type { ExportOptions } from '../../pipelines/export/contract.ts';
import { suiteIds } from '../../suites/index.ts';
import { plainId, plainSuite } from '../../suites/plain.ts';
import type { ExportFlags } from './flags.ts';

/**
 * What a saved run measured, and by what. Flags override it.
 * @throws ToolError `bad-run` (exit 2) for a run without load.
 */
export function optionsOfRun(run: Run, flags: ExportFlags): ExportOptions {
  const { target, flows, evidence, verdicts } = run;
  const ids = flows.map(({ id }) => id);
  const known = ids.filter((id) => suiteIds.includes(id) || id === plainId);
  if (known.length === 0) {
    throw new ToolError(
      'bad-run',
      'This run has no suite that can be exported: make one with whyslow load or whyslow run.',
    );
  }
  return {
    url: target.url,
    hasAccount: known.some((id) => id !== plainId),
    found: surfaceIn(evidence),
    preset: flags.preset,
    authUrl: flags.authUrl ?? target.authUrl ?? undefined,
    apiPath: flags.api,
    suites: flags.suite ?? known,
    own: known.includes(plainId) ? [plainSuite(parseTarget(target.url).path)] : [],
    ...shapeOf(run, flags),
    targets: flags.target ?? verdicts.filter(({ suite }) => known.includes(suite)).map((each) => each.target),
    leftOut: ids
      .filter((id) => !known.includes(id))
      .map((id) => `${id}: a run does not keep the requests of own suites`),
  };
}

function surfaceIn(evidence: Run['evidence']): ExportOptions['found'] {
  const surface = evidence.find((piece) => piece.kind === 'auth-surface');
  return surface?.kind === 'auth-surface' && surface.outcome.ok ? surface.outcome.value : null;
}

/** The load of the trial with the most connections, unless flags name another. */
function shapeOf(
  { suites }: Run,
  { connections, requests, duration, rate }: ExportFlags,
): Pick<ExportOptions, 'connections' | 'requests' | 'durationMs' | 'rate'> {
  const trials = suites.filter(({ arm }) => arm === 'target').toSorted((a, b) => b.connections - a.connections);
  const [trial] = trials;
  const sent = trial === undefined || trial.n === 0 ? undefined : trial.n;
  return {
    connections: connections ?? trial?.connections,
    requests: requests ?? (duration === undefined ? sent : undefined),
    durationMs: duration,
    rate: rate ?? trial?.rate ?? undefined,
  };
}
