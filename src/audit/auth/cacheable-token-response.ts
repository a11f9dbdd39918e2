import type { SeenResponse } from '../../model/auth-responses.ts';
import type { Severity } from '../../model/finding.ts';
import { atServer } from '../../stacks/remedy.ts';
import { notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'send this header with each response that holds a token',
  command: 'Cache-Control: no-store',
});

export const cacheableTokenResponse = securityAudit({
  id: 'cacheable-token-response',
  title: 'a response with tokens does not forbid to store it',
  holds: 'responses with tokens forbid to store them',
  group: 'policy',
  standard: 'RFC 6749 §5.1, OWASP ASVS 5.0 14.3.2',
  needs: ['auth-responses'],
  uses: ['auth-surface'],
  shows: ({ 'auth-responses': { responses } }) => responses.map(({ shown }) => shown),
  check({ 'auth-responses': { responses }, 'auth-surface': surface }, subject) {
    if (responses.length === 0) return notApplicable('no response holds a token in its body');
    const storable = responses.filter(({ cacheControl }) => !cacheControl.includes('no-store'));
    if (storable.length === 0) return pass(`the response to ${linesOf(responses)} forbids it with no-store`);
    const permitted = storable.filter(mayBeStored);
    const severity: Severity = permitted.length > 0 ? 'medium' : 'low';
    const extent =
      permitted.length > 0
        ? `A cache may store the response to ${linesOf(permitted)}, because it ${permitted.some(isRead) ? 'is a GET' : 'states how long it is fresh'}.`
        : 'A cache does not store the response to a POST that does not state how long it is fresh, so that only the rule is broken.';
    return {
      outcome: 'fail',
      severity,
      costMs: null,
      summary: `The response to ${linesOf(storable)} holds tokens and does not forbid to store them (no-store). ${extent}`,
      facts: [],
      advice: adviceFor('cacheable-token-response', authRemedies(surface), factsFor(subject), general),
    };
  },
});

const linesOf = (responses: readonly SeenResponse[]): string =>
  [...new Set(responses.map(({ method, path }) => `${method} ${path}`))].join(' and ');

const isRead = ({ method }: SeenResponse): boolean => method === 'GET';

/** A cache may store the response to a GET by itself, and a POST with explicit freshness only (RFC 9110 §9.3.3, RFC 9111 §3). */
const mayBeStored = (response: SeenResponse): boolean =>
  isRead(response) ||
  response.expires ||
  response.cacheControl.some((directive) => /^(?:s-)?max-?age=[1-9]/.test(directive));
