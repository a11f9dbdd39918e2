import type { AddressVisits } from '../../model/evidence.ts';
import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import type { ResponseFacts } from '../../model/response-facts.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isStream } from '../../model/streams.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { answers, rowsFor, serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { bodyMsOf } from './body-times.ts';

/** A wait of a second interrupts the user, see slow-application. */
const SEVERE_MS = 1_000;

export const wrongContentLength = audit({
  id: 'wrong-content-length',
  title: 'clients wait for the end of a body that has arrived',
  holds: 'clients do not wait after the end of a body',
  needs: ['addresses'],
  uses: ['listeners'],
  explains: ['broken-body'],
  check({ addresses, listeners }, subject) {
    const rows = rowsFor(addresses, subject.target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    if (rows.every(({ response }) => response?.ending === undefined))
      return inconclusive('the end of the body was not recorded');
    const found = rows.find((row) => uselessWaitMs(row) !== null);
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const savesMs = found === undefined ? null : uselessWaitMs(found);
    if (found === undefined || savesMs === null) return pass('the end of the body follows its last byte at once');
    return late(found, savesMs, adviceFor('wrong-content-length', remedies, factsFor(subject, { savesMs }), general));
  },
});

/**
 * The wait after the last byte of a body, for bytes that do not come or for a close. Null where there is none, and where
 * more bytes may still come: in chunks and in streams the server decides when it has finished, and a body that came in
 * several parts may be in the middle of a pause.
 */
export function uselessWaitMs(row: AddressVisits): number | null {
  const { body, response } = row;
  if (response === null || mayGoOn(response)) return null;
  // The quiet is that of the last visit, which a busy machine may have delayed.
  const quietMs = Math.min(response.ending?.quietMs ?? 0, bodyMsOf(row) ?? Infinity);
  if (quietMs <= SLOW_ANSWER_MS) return null;
  return isShort(response, body) || isLeftOpen(response, body) ? quietMs : null;
}

const mayGoOn = ({ mediaType, bursts }: ResponseFacts): boolean =>
  bursts > 1 || (mediaType !== null && isStream(mediaType));

const isShort = ({ contentLength, bodyBytes }: ResponseFacts, body: AddressVisits['body']): boolean =>
  contentLength !== null && bodyBytes < contentLength && (body === 'cut-short' || body === 'unfinished');

/** Neither a length nor chunks, and all bytes there. */
const isLeftOpen = ({ ending, bodyBytes, mediaType }: ResponseFacts, body: AddressVisits['body']): boolean =>
  ending?.framing === 'close' && bodyBytes > 0 && !isLog(mediaType) && (body === 'whole' || body === 'unfinished');

/** Plain text and bytes without a type may be the output of something that still runs. */
const isLog = (mediaType: string | null): boolean =>
  mediaType === null || mediaType === 'text/plain' || mediaType === 'application/octet-stream';

function late(row: AddressVisits, costMs: number, advice: readonly Advice[]): Opinion {
  return {
    outcome: 'fail',
    severity: costMs >= SEVERE_MS || row.body !== 'whole' ? 'high' : 'medium',
    costMs,
    summary: summaryOf(row, costMs),
    facts: factsOf(row),
    advice,
  };
}

function summaryOf({ response, body }: AddressVisits, costMs: number): string {
  const { contentLength = null, bodyBytes = 0, lastByteMs = null } = response ?? {};
  const arrived = `The body arrives ${lastByteMs === null ? '' : `within ${ms(lastByteMs)} `}and clients wait ${ms(costMs)} more`;
  const until = body === 'unfinished' ? ', when the visit was given up' : ', until the server closes the connection';
  if (contentLength === null)
    return `${arrived}${until}: the answer has no Content-Length, so only the close is its end.`;
  return `${arrived}${until}: Content-Length is ${contentLength}, and ${bodyBytes} bytes were sent.`;
}

const factsOf = ({ address, response, body, answer }: AddressVisits): readonly Fact[] => [
  {
    kind: 'text',
    text: `${address}: status ${answer?.status}, Content-Length ${response?.contentLength ?? 'missing'}, ${response?.bodyBytes} bytes, body ${body}`,
  },
];

const general = atServer(
  {
    do: 'let the HTTP library set Content-Length, or count it in bytes of the body as it is sent: encoded, and compressed',
    command: null,
  },
  {
    do: 'where the length is not known, send the body in chunks, or close the connection with its last byte',
    command: null,
  },
);
