import { findingsOf } from '../audit/index.ts';
import type { Subject } from '../audit/contract.ts';
import type { GatherContext } from '../gather/context.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Profile } from '../model/profile.ts';
import type { Activity, OnProgress } from '../model/progress.ts';
import { maskedInRun } from '../model/secrets.ts';
import type { Target } from '../model/target.ts';
import { commandPlans, type MeasureCommand } from './commands.ts';
import { limitsUnder } from './profile.ts';

/** What the audits know of a run beside its evidence. */
export const subjectOf = ({ target, profile }: { readonly target: Target; readonly profile: Profile }): Subject => ({
  target,
  platform: process.platform,
  ...limitsUnder(profile),
});

interface Begun {
  readonly command: MeasureCommand;
  readonly target: Target;
  readonly profile: Profile;
  readonly watch: OnProgress;
}

/**
 * Adds the first cause in the evidence so far to each activity, so that it is on the screen while the rest of a slow server
 * is examined. Later evidence may replace it by a cause that explains it.
 */
export function withSoFar(request: Begun): Pick<GatherContext, 'watch' | 'onEvidence'> {
  const evidence = new Map<string, Evidence>();
  let [isJudged, cause] = [true, ''];
  return {
    onEvidence(piece) {
      evidence.set(piece.kind, piece);
      isJudged = false;
    },
    watch(progress) {
      if (progress.kind !== 'stage' && progress.kind !== 'pass') return request.watch(progress);
      if (!isJudged) {
        isJudged = true;
        cause = firstCause(request, [...evidence.values()]);
      }
      request.watch(cause === '' ? progress : { kind: 'stage', text: `${textOf(progress)}. So far: ${cause}` });
    },
  };
}

const textOf = (progress: Activity): string =>
  progress.kind === 'pass' ? `${progress.text} (${progress.done} of ${progress.of})` : progress.text;

function firstCause(request: Begun, evidence: readonly Evidence[]): string {
  try {
    const findings = findingsOf(commandPlans[request.command].audits, evidence, subjectOf(request));
    const cause = findings.find(({ outcome }) => outcome === 'fail');
    return cause === undefined ? '' : maskedInRun(cause.summary, 'summary');
  } catch {
    // The same error is reported when all evidence is judged.
    return '';
  }
}
