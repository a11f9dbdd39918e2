import type { Advice } from '../../model/finding.ts';
import type { ServerWaits } from '../../model/waits.ts';
import { ms } from '../duration.ts';
import { insideAudit } from './inside-audit.ts';
import type { CauseOf } from './inside-cause.ts';
import { eachRequest, nameOf, trafficFacts, trafficOf } from './traffic-facts.ts';

/** A handler that asks this often repeats a question for each row of a list, as a rule. */
const MANY_QUESTIONS = 10;

const questionsOf = (cause: CauseOf, waits: ServerWaits): number =>
  eachRequest(trafficOf(waits, cause)?.questions ?? 0, waits);

export const downstreamSlowAnswer = insideAudit({
  id: 'downstream-slow-answer',
  title: 'the server waits for the answer of another server',
  holds: 'no other server takes most of a request',
  summaryOf(cause, waits) {
    const questions = questionsOf(cause, waits);
    const often = questions < MANY_QUESTIONS ? '' : `, in some ${questions} questions one after the other`;
    return `For ${ms(cause.ms)} of the ${ms(cause.requestMs)} of ${cause.of} the server waits for answers of ${nameOf(cause)}${often}.`;
  },
  factsOf: trafficFacts,
  adviceFor: (cause, waits) => [
    ...(questionsOf(cause, waits) < MANY_QUESTIONS ? slowQuestion(cause) : manyQuestions(cause)),
    ...reconnecting(cause, waits),
  ],
});

const slowQuestion = (cause: CauseOf): readonly Advice[] => [
  {
    do: `find the question that ${nameOf(cause)} answers late: its slow query log, EXPLAIN, or a trace`,
    command: null,
    where: 'server',
    savesMs: null,
  },
  { do: 'keep its answer in a cache where it may be old', command: null, where: 'server', savesMs: null },
];

const manyQuestions = (cause: CauseOf): readonly Advice[] => [
  {
    do: `ask ${nameOf(cause)} once for all rows instead of once for each row (select_related and prefetch_related, include, JOIN, MGET, a pipeline)`,
    command: null,
    where: 'server',
    savesMs: cause.ms,
  },
];

/** A slow connection and a slow answer look alike where the client speaks first. */
function reconnecting(cause: CauseOf, waits: ServerWaits): readonly Advice[] {
  const opened = eachRequest(trafficOf(waits, cause)?.opened ?? 0, waits);
  if (opened === 0) return [];
  return [
    {
      do: 'keep the connection open between requests: if the second answer on it is quick, the connection was slow and not the question',
      command: null,
      where: 'server',
      savesMs: null,
    },
  ];
}
