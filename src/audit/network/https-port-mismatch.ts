import type { AddressVisits } from '../../model/evidence.ts';
import type { Advice, Opinion } from '../../model/finding.ts';
import { silenceAdvice, silenceText } from '../../model/silence-text.ts';
import type { Silence } from '../../model/silence.ts';
import { isRedirect } from '../../model/status.ts';
import { authority, isAddressLiteral, isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, cannotOccur, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { answers, rowsFor, serverHeader, totalMs } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

export const httpsPortMismatch = audit({
  id: 'https-port-mismatch',
  title: 'the URL has the wrong scheme for its port',
  holds: 'the scheme of the URL fits the port',
  needs: ['addresses'],
  uses: ['listeners'],
  explains: ['unreachable-target', 'slow-application'],
  check({ addresses, listeners }, subject) {
    const { target } = subject;
    const rows = rowsFor(addresses, target.host);
    const answering = rows.filter(answers);
    const wrong = rows.find(({ silence }) => silence?.kind === 'speaks-tls' || silence?.kind === 'speaks-http');
    if (answering.length === 0 && wrong?.silence) return mismatch(wrong.silence, wrong, target);
    if (answering.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    if (target.scheme === 'https') return cannotOccur('the port speaks TLS, as the URL says');
    const [secure] = answering.flatMap((row) => secureUrl(row, target));
    if (secure === undefined || !answering.every((row) => secureUrl(row, target).length > 0)) {
      return pass('the port answers http, as the URL says');
    }
    const advice = adviceFor(
      'https-port-mismatch',
      serverRemedies(listeners, serverHeader(addresses)),
      factsFor(subject),
      stayWithHttp,
    );
    return redirected(secure, answering, target, advice);
  },
});

const mismatch = (silence: Silence, { cold }: AddressVisits, target: Target): Opinion => ({
  outcome: 'fail',
  severity: 'high',
  costMs: null,
  summary: `${capital(silenceText(silence, target, cold.at(-1)?.connectMs ?? null))}.`,
  facts: [],
  advice: [silenceAdvice(silence, target)],
});

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The https URL of this server that an answer redirects to. Empty for another answer and for another machine. */
export function secureUrl({ answer, location }: AddressVisits, { host }: Target): readonly URL[] {
  if (location === null || !isRedirect(answer?.status ?? 0) || !/^https:\/\//i.test(location)) return [];
  if (!URL.canParse(location)) return [];
  const url = new URL(location);
  const name = url.hostname.replaceAll(/[[\]]/g, '');
  return name === host.toLowerCase() || isLocal(name) ? [url] : [];
}

const isLocal = (name: string): boolean => isLoopbackName(name) || (isAddressLiteral(name) && isLoopbackAddress(name));

function redirected(
  url: URL,
  rows: readonly AddressVisits[],
  { host, port }: Target,
  advice: readonly Advice[],
): Opinion {
  const costMs = Math.max(...rows.map((row) => totalMs(row) ?? 0));
  const isSamePort = url.host === authority(host.toLowerCase(), port) || url.port === `${port}`;
  const base = { outcome: 'fail', severity: 'medium', costMs } as const;
  const facts = rows.map(({ address, answer }) => ({
    kind: 'text' as const,
    text: `${address}: status ${answer?.status} to ${url.href}`,
  }));
  if (isSamePort) {
    return {
      ...base,
      severity: 'high',
      costMs: null,
      summary: `Every answer redirects to https on the same port, ${port}, which answers plain http.`,
      facts,
      advice,
    };
  }
  return {
    ...base,
    summary: `Every answer redirects to https after ${ms(costMs)}: each client asks twice, and only the redirect was measured.`,
    facts,
    advice: [{ do: 'use https', command: url.href, where: 'client', savesMs: costMs }, ...advice],
  };
}

const stayWithHttp = atServer({
  do: 'while you develop, switch off the redirect of all requests to https',
  command: null,
});
