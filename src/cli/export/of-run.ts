import { parseTarget } from '../../gather/target.ts';
import type { Run } from '../../model/run.ts';
import { ToolError } from '../../model/error.ts';
import type { ExportOptions } from '../../pipelines/export/contract.ts';
import { suiteIds } from '../../suites/index.ts';
import { plainId, plainSuite } from '../../suites/plain.ts';
import type { ExportFlags } from './index.ts';

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
  const surface = evidence.find((piece) => piece.kind === 'auth-surface');
  const trial = run.suites.filter(({ arm }) => arm === 'target').toSorted((a, b) => b.connections - a.connections)[0];
  const amount = flags.requests ?? (flags.duration === undefined ? trial?.n : undefined);
  const rate = flags.rate ?? trial?.rate ?? undefined;
  return {
    url: target.url,
    hasAccount: known.some((id) => id !== plainId),
    found: surface?.kind === 'auth-surface' && surface.outcome.ok ? surface.outcome.value : null,
    preset: flags.preset,
    authUrl: flags.authUrl ?? target.authUrl ?? undefined,
    apiPath: flags.api,
    suites: flags.suite ?? known,
    own: known.includes(plainId) ? [plainSuite(parseTarget(target.url).path)] : [],
    connections: flags.connections ?? trial?.connections,
    requests: amount === undefined || amount === 0 ? undefined : amount,
    durationMs: flags.duration,
    rate,
    targets: flags.target ?? verdicts.filter(({ suite }) => known.includes(suite)).map((each) => each.target),
    leftOut: ids
      .filter((id) => !known.includes(id))
      .map((id) => `${id}: a run does not keep the requests of own suites`),
  };
}
