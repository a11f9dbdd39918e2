import type { Fact, Opinion } from '../../model/finding.ts';
import type { TlsHandshakes } from '../../model/tls-handshakes.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { median } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, cannotOccur, inconclusive, note, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

const ID = 'tls-handshake-per-request';
/** A handshake with a key of RSA 2048 or ECDSA P-256 takes 2 to 5 ms on loopback, and up to 10 ms on a busy machine. */
const SLOW_HANDSHAKE_MS = 20;
const FEWEST = 2;

export const tlsHandshakePerRequest = audit({
  id: ID,
  title: 'each request needs a TLS handshake of its own',
  holds: 'requests share a TLS handshake',
  needs: ['addresses'],
  uses: ['tls-handshakes', 'listeners'],
  explains: ['no-keep-alive', 'slow-application'],
  check({ addresses, listeners, 'tls-handshakes': tls }, subject) {
    if (subject.target.scheme === 'http') return cannotOccur('the target speaks plain http');
    if (tls === undefined || tls.fresh.length < FEWEST) return inconclusive('fewer than two TLS handshakes were timed');
    const handshakeMs = median(tls.fresh.map((each) => each.handshakeMs));
    const fastestMs = Math.min(...tls.fresh.map((each) => each.handshakeMs));
    const waitMs = median(tls.fresh.map((each) => each.firstByteMs));
    const resumedMs = tls.resumedMs.length === 0 ? null : median(tls.resumedMs);
    // The fastest one decides: a busy machine makes the others slower.
    if (fastestMs < SLOW_HANDSHAKE_MS) return pass(`a TLS handshake takes ${ms(handshakeMs)}`);
    const facts = factsOf(tls, handshakeMs, waitMs);
    const found = factsFor(subject, { savesMs: handshakeMs });
    const advice = adviceFor(ID, serverRemedies(listeners, serverHeader(addresses)), found, general);
    return (
      reusable({ tls, handshakeMs, waitMs, resumedMs }, { facts, advice }) ??
      failed(tls, handshakeMs, { facts, advice })
    );
  },
});

interface Times {
  readonly tls: TlsHandshakes;
  readonly handshakeMs: number;
  readonly waitMs: number;
  readonly resumedMs: number | null;
}

/** The cases in which a slow handshake is not the main part of each request; null in the others. */
function reusable({ tls, handshakeMs, waitMs, resumedMs }: Times, more: More): Opinion | null {
  if (tls.keptAlive) {
    const text = `The TLS handshake of a new connection takes ${ms(handshakeMs)}; a kept-alive one needs none.`;
    return handshakeMs < SLOW_ANSWER_MS ? pass(text) : note(text, more);
  }
  if (resumedMs !== null && resumedMs < SLOW_HANDSHAKE_MS) {
    return note(
      `Each request needs a TLS handshake: ${ms(handshakeMs)}, or ${ms(resumedMs)} for a client that resumes its session.`,
      more,
    );
  }
  if (handshakeMs > waitMs) return null;
  return note(`Each request waits ${ms(handshakeMs)} for a TLS handshake, less than for the answer itself.`, more);
}

type More = Pick<Extract<Opinion, { outcome: 'fail' }>, 'facts' | 'advice'>;

const failed = ({ resumption }: TlsHandshakes, handshakeMs: number, more: More): Opinion => ({
  outcome: 'fail',
  severity: handshakeMs >= SLOW_ANSWER_MS ? 'high' : 'medium',
  costMs: handshakeMs,
  summary:
    `Each request waits ${ms(handshakeMs)} for a TLS handshake: the server closes the connection after its answer, and ` +
    `${resumption === 'resumed' ? 'a resumed session is not faster' : 'no session can be resumed'}.`,
  ...more,
});

const factsOf = (
  { fresh, resumption, resumedMs, protocol, key }: TlsHandshakes,
  handshakeMs: number,
  waitMs: number,
): readonly Fact[] => [
  {
    kind: 'table',
    head: ['part of a request', 'time'],
    rows: [
      ['TCP connect', ms(median(fresh.map(({ connectMs }) => connectMs)))],
      ['TLS handshake', ms(handshakeMs)],
      ...(resumption === 'resumed' ? [['TLS handshake, resumed', ms(median(resumedMs))]] : []),
      ['request to first byte', ms(waitMs)],
    ],
  },
  {
    kind: 'text',
    text: `${protocol}${key === null ? '' : `, key ${key.type}${key.bits === null ? '' : ` ${key.bits}`}`}.`,
  },
];

const general = atServer(
  { do: 'let the server keep connections open after its answer', command: null },
  { do: 'use a certificate with a small key (ECDSA P-256, or RSA 2048), and let sessions be resumed', command: null },
);
