import type { AddressVisits } from '../../model/evidence.ts';
import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isStream } from '../../model/streams.ts';
import { audit, inconclusive, note, notApplicable, pass } from '../contract.ts';
import { bytesText } from '../bytes.ts';
import { ms } from '../duration.ts';
import { answers, rowsFor, serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { bodyMsOf } from './body-times.ts';
import { encodingFacts, sendLess } from './large-body-advice.ts';
import { uselessWaitMs } from './wrong-content-length.ts';

/** Loopback carries this in less than a millisecond. A shorter body that takes long was not ready. */
const LARGE_BYTES = 262_144;
/** A wait of a second interrupts the user, see slow-application. */
const SEVERE_MS = 1_000;

export const largeBody = audit({
  id: 'large-body',
  title: 'the body of the answer takes the time',
  holds: 'the body of the answer arrives quickly',
  needs: ['addresses'],
  uses: ['encodings', 'listeners'],
  check({ addresses, encodings, listeners }, subject) {
    const rows = rowsFor(addresses, subject.target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    const [found] = rows.flatMap((row) => bodyOf(row)).toSorted((a, b) => b.bodyMs - a.bodyMs);
    if (found === undefined) return inconclusive('no whole body was received, or its size was not recorded');
    const { bytes, bodyMs } = found;
    if (bodyMs <= SLOW_ANSWER_MS) return pass(`the body, ${bytesText(bytes)}, takes ${ms(bodyMs)}`);
    if (found.isStream) return notApplicable('the body is a stream of events, which takes as long as its events');
    if (found.uselessMs !== null)
      return notApplicable('the body arrives at once, and its end does not; see wrong-content-length');
    if (bytes < LARGE_BYTES) return slowlyMade(found);
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const advice = adviceFor('large-body', remedies, factsFor(subject, { savesMs: bodyMs }), sendLess(encodings));
    return {
      outcome: 'fail',
      severity: bodyMs >= SEVERE_MS ? 'high' : 'medium',
      costMs: bodyMs,
      summary: `The first byte comes after ${ms(found.firstByteMs)}, and the body of ${bytesText(bytes)} takes ${ms(bodyMs)} more.`,
      facts: [...partFacts(found), ...encodingFacts(encodings)],
      advice,
    };
  },
});

interface Body {
  readonly bytes: number;
  readonly bursts: number;
  readonly firstByteMs: number;
  readonly bodyMs: number;
  /** Of the last visit, from its last byte to its end. */
  readonly quietMs: number;
  readonly isStream: boolean;
  readonly uselessMs: number | null;
}

function bodyOf(row: AddressVisits): readonly Body[] {
  const { response } = row;
  const bodyMs = bodyMsOf(row);
  if (response === null || bodyMs === null) return [];
  const { bodyBytes, bursts, mediaType } = response;
  return [
    {
      bytes: bodyBytes,
      bursts,
      firstByteMs: row.cold.find(({ firstByteMs }) => firstByteMs !== null)?.firstByteMs ?? 0,
      bodyMs,
      quietMs: response.ending?.quietMs ?? 0,
      isStream: mediaType !== null && isStream(mediaType),
      uselessMs: uselessWaitMs(row),
    },
  ];
}

/** Most of the time may pass before the body goes on, or after its last byte. */
function slowlyMade(body: Body): Opinion {
  const { firstByteMs, bytes, bodyMs, quietMs } = body;
  const text =
    quietMs > bodyMs / 2
      ? `The last of ${bytesText(bytes)} arrives, and the server ends the response ${ms(quietMs)} later: clients wait for that end.`
      : `The first byte comes after ${ms(firstByteMs)}, and ${bytesText(bytes)} of body take ${ms(bodyMs)} more: the server makes the body while it sends it.`;
  return note(text, { facts: partFacts(body), advice: quietMs > bodyMs / 2 ? [endAtOnce] : [] });
}

const endAtOnce: Advice = {
  do: 'end the response with its last byte, and do the work that remains after that',
  command: null,
  where: 'server',
  savesMs: null,
};

const partFacts = ({ bursts, bytes }: Body): readonly Fact[] => [
  {
    kind: 'text',
    text: `The body: ${bytes} bytes, in ${bursts === 1 ? 'one part' : `${bursts} parts with pauses of 5 ms or more`}.`,
  },
];
