import type { Encodings } from '../../model/encodings.ts';
import type { Fact } from '../../model/finding.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, notApplicable, pass } from '../contract.ts';
import { bytesText } from '../bytes.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

/** A wait of a second interrupts the user, see slow-application. */
const SEVERE_MS = 1_000;

type Answer = Encodings['answers'][number];

export const compressionCost = audit({
  id: 'compression-cost',
  title: 'compressing an answer takes longer than sending it',
  holds: 'compression is quick',
  needs: ['addresses'],
  uses: ['encodings', 'listeners'],
  check({ addresses, encodings, listeners }, subject) {
    if (encodings === undefined) return notApplicable('the body is too short for its compression to take time');
    const plain = encodings.answers.find(({ asked }) => asked === 'identity');
    if (plain === undefined || plain.visits.length === 0) return inconclusive('no plain answer came to an end');
    if (isCompressed(plain))
      return inconclusive(`the answer is compressed (${plain.sent}) even where plain is asked for`);
    const compressed = encodings.answers.filter(
      (answer) => answer !== plain && (isCompressed(answer) || answer.unfinishedMs !== null),
    );
    const [slowest] = compressed.toSorted((a, b) => totalMs(b) - totalMs(a));
    if (slowest === undefined) return notApplicable('the server compresses no answer of this URL');
    const costMs = totalMs(slowest) - totalMs(plain);
    if (costMs <= SLOW_ANSWER_MS) return pass(`compressed it takes ${timeText(slowest)}, plain ${timeText(plain)}`);
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    return {
      outcome: 'fail',
      severity: costMs >= SEVERE_MS ? 'high' : 'medium',
      costMs,
      summary: `A client that asks for "${slowest.asked}" waits ${timeText(slowest)} for the answer, one that asks for no compression ${timeText(plain)}: compressing takes the time.`,
      facts: [tableOf(encodings.answers)],
      advice: adviceFor('compression-cost', remedies, factsFor(subject, { savesMs: costMs }), general),
    };
  },
});

const isCompressed = ({ sent }: Answer): boolean => sent !== null && sent !== 'identity';

/** The quickest visit, since a busy machine delays others. Of an answer that did not end, the time until it was given up. */
const totalMs = ({ visits, unfinishedMs }: Answer): number =>
  unfinishedMs ?? Math.min(...visits.map((visit) => visit.totalMs));

const timeText = (answer: Answer): string =>
  answer.unfinishedMs === null ? ms(totalMs(answer)) : `more than ${ms(answer.unfinishedMs)}`;

const tableOf = (answers: readonly Answer[]): Fact => ({
  kind: 'table',
  head: ['Accept-Encoding', 'sent as', 'bytes', 'time'],
  rows: answers.map((answer) => [
    answer.asked,
    answer.unfinishedMs === null ? (answer.sent ?? 'plain') : 'no end yet',
    bytesText(answer.bytes),
    timeText(answer),
  ]),
});

const general = atServer(
  {
    do: 'compress at a lower level while you develop, or not at all: on the same machine, fewer bytes save no time',
    command: null,
  },
  { do: 'compress files once, when they are built, and keep the result', command: null },
);
