import type { AddressVisits } from '../../model/evidence.ts';
import type { ResponseFacts } from '../../model/response-facts.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isStream } from '../../model/streams.ts';
import { median } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, cannotOccur, inconclusive, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { answers, rowsFor, serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

/** One event at the end of a job is no stream, and a last one often follows it at once. */
const FEWEST_EVENTS = 3;
/** A wait of a second interrupts the user, see slow-application. */
const SEVERE_MS = 1_000;

export const bufferedStream = audit({
  id: 'buffered-stream',
  title: 'the events of a stream arrive all at once',
  holds: 'the events of a stream arrive one by one',
  needs: ['addresses'],
  uses: ['listeners'],
  explains: ['slow-application', 'downstream-slow-answer', 'sleeping-request', 'large-body'],
  check({ addresses, listeners }, subject) {
    const rows = rowsFor(addresses, subject.target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    const [stream] = rows.flatMap((row) => streamOf(row));
    if (stream === undefined) return cannotOccur('the answer is no stream of events');
    const { events, bursts, lateMs, body, mediaType } = stream;
    if (events === null || lateMs === null) return inconclusive('no event of the stream arrived, or none was recorded');
    if (body !== 'whole') return pass(`${counted(events)} arrived, and the stream goes on`);
    if (bursts > 1 || lateMs <= SLOW_ANSWER_MS) return pass(`${counted(events)} arrived in ${counted(bursts, 'part')}`);
    if (events < FEWEST_EVENTS)
      return inconclusive(
        `${counted(events)} arrived after ${ms(lateMs)}: too few to show whether they were held back`,
      );
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    return {
      outcome: 'fail',
      severity: lateMs >= SEVERE_MS ? 'high' : 'medium',
      costMs: lateMs,
      summary: `All ${events} events of the stream arrive together after ${ms(lateMs)}, with its end: the server writes them late, or something holds them back until then.`,
      facts: [
        { kind: 'text', text: `${mediaType}: ${counted(events)} in ${counted(bursts, 'part')}${encodingText(stream)}` },
      ],
      advice: adviceFor('buffered-stream', remedies, factsFor(subject), general),
    };
  },
});

interface Stream extends Pick<ResponseFacts, 'bursts' | 'contentEncoding'> {
  /** The last byte of the last visit, and no later than the end of a typical one. */
  readonly lateMs: number | null;
  readonly mediaType: string;
  readonly body: AddressVisits['body'];
  readonly events: number | null;
}

function streamOf({ response, body, cold }: AddressVisits): readonly Stream[] {
  if (response === null || response.mediaType === null || !isStream(response.mediaType)) return [];
  const { mediaType, bursts, lastByteMs, contentEncoding, ending } = response;
  const ends = cold.flatMap(({ totalMs }) => (totalMs === null ? [] : [totalMs]));
  const lateMs = lastByteMs === null || ends.length === 0 ? lastByteMs : Math.min(lastByteMs, median(ends));
  // Compressed events cannot be counted without decoding them.
  const events = contentEncoding === null || contentEncoding === 'identity' ? (ending?.events ?? null) : null;
  return [{ mediaType, body, bursts, lateMs, contentEncoding, events }];
}

const counted = (n: number, noun = 'event'): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

const encodingText = ({ contentEncoding }: Stream): string => (contentEncoding === null ? '' : `, ${contentEncoding}`);

const general = atServer(
  {
    do: 'ask the server behind a proxy directly: events that come one by one there are held back by the proxy, so switch off its buffering for this path',
    command: 'X-Accel-Buffering: no',
  },
  { do: 'write and flush each event when it happens, and leave streams out of compression', command: null },
);
