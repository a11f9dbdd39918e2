import type { BadInput, BadInputAnswer, BadInputKind } from '../../model/bad-input.ts';
import type { Opinion, Severity } from '../../model/finding.ts';
import type { Remedy } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

/** How one answer is read: sound, wrong with the fault as text, or saying nothing about this requirement. */
export type BadInputVerdict = { readonly is: 'sound' | 'unclear' } | { readonly is: 'wrong'; readonly how: string };

interface BadInputRule {
  readonly id: string;
  readonly title: string;
  readonly holds: string;
  readonly standard: string;
  readonly severity: Severity;
  /** The consequence, a sentence. */
  readonly consequence: string;
  /** The inputs that the requirement is about. */
  readonly isAbout: (input: BadInput) => boolean;
  readonly read: (input: BadInput) => BadInputVerdict;
  /** Why there may be no such input. */
  readonly without: string;
  /** What was seen of a sound server, before the number of inputs. */
  readonly sound: string;
  readonly general: Remedy;
}

/** The check of one requirement for the answers to bad input. */
export const badInputCheck = (rule: BadInputRule) =>
  securityAudit({
    id: rule.id,
    title: rule.title,
    holds: rule.holds,
    group: 'robustness',
    standard: rule.standard,
    needs: ['bad-input'],
    uses: ['auth-surface'],
    shows({ 'bad-input': { tried } }) {
      const inputs = tried.filter(rule.isAbout);
      const wrongOnes = inputs.filter((input) => rule.read(input).is === 'wrong');
      return (wrongOnes.length > 0 ? wrongOnes : inputs).map(({ shown }) => shown);
    },
    check({ 'bad-input': { tried }, 'auth-surface': surface }, subject): Opinion {
      const inputs = tried.filter(rule.isAbout);
      if (inputs.length === 0) return notApplicable(rule.without);
      const read = inputs.map((input) => ({ input, verdict: rule.read(input) }));
      const wrong = read.flatMap(({ input, verdict }) => (verdict.is === 'wrong' ? [{ input, how: verdict.how }] : []));
      if (wrong.length > 0) {
        return {
          outcome: 'fail',
          severity: rule.severity,
          costMs: null,
          summary: `${wrong.length} of ${inputs.length} bad inputs: ${wrongText(wrong[0])}. ${rule.consequence}`,
          facts: [
            {
              kind: 'table',
              head: ['route', 'input', 'answer'],
              rows: wrong.map(({ input, how }) => [input.route, input.variant, how]),
            },
          ],
          advice: adviceFor(rule.id, authRemedies(surface), factsFor(subject), rule.general),
        };
      }
      const judged = read.filter(({ verdict }) => verdict.is === 'sound').length;
      if (judged === 0) return inconclusive(`no answer shows it: ${answersOf(inputs)}`);
      return pass(`${rule.sound} (${judged} bad input${judged === 1 ? '' : 's'})`);
    },
  });

const wrongText = (first: { readonly input: BadInput; readonly how: string } | undefined): string =>
  first === undefined ? '' : `${first.input.variant} to the ${first.input.route} was answered with ${first.how}`;

const answersOf = (inputs: readonly BadInput[]): string => [...new Set(inputs.map(answerText))].join(', ');

export const answerText = ({ answer }: Pick<BadInput, 'answer'>): string =>
  answer.answered ? String(answer.status) : `no answer (${answer.code})`;

export const ofKind =
  (...kinds: readonly BadInputKind[]) =>
  ({ kind }: BadInput): boolean =>
    kinds.includes(kind);

export const wrong = (how: string): BadInputVerdict => ({ is: 'wrong', how });
export const sound: BadInputVerdict = { is: 'sound' };
export const unclear: BadInputVerdict = { is: 'unclear' };

/** Reads an answer by its response; a missing one is unclear, and a throttled one says nothing about its input. */
export const byResponse =
  (read: (answer: BadInputAnswer, input: BadInput) => BadInputVerdict) =>
  (input: BadInput): BadInputVerdict =>
    !input.answer.answered || input.answer.status === 429 ? unclear : read(input.answer, input);
