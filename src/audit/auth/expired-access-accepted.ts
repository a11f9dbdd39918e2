import { atServer } from '../../stacks/remedy.ts';
import type { Opinion } from '../../model/finding.ts';
import type { OwnAfterEnd } from '../../model/forgeries.ts';
import { inconclusive, pass } from '../contract.ts';
import { forgeryCheck } from './forgery-check.ts';
import { readPresented, unclearText } from './refusal.ts';
import { withoutSigned } from './signed-claims.ts';

/** A tolerance for clocks that is as long as the lifetime doubles it, so that `exp` no longer says when a token ends. */
function readAfterEnd({ lifetimeS, sinceEndS, presented }: OwnAfterEnd): Opinion | string {
  const when = `${Math.round(sinceEndS)} s after its end`;
  const read = readPresented(presented);
  switch (read) {
    case 'refused':
      return pass(`the session's own token was refused with ${presented.status} ${when}`);
    case 'unclear':
      return inconclusive(`the session's own token ${when}: ${unclearText(presented)}`);
    case 'granted':
      return `The session's own token was accepted ${when} (status ${presented.status}), which is longer than it was to live (${Math.round(lifetimeS)} s).`;
    default:
      return read satisfies never;
  }
}

export const expiredAccessAccepted = forgeryCheck({
  id: 'expired-access-accepted',
  title: 'an expired access token is accepted',
  holds: 'an expired access token is refused',
  standard: 'RFC 7519 §4.1.4, OWASP ASVS 5.0 9.2.1',
  kind: 'expired',
  severity: 'high',
  consequence: 'A stolen token works for ever.',
  without: withoutSigned(null),
  otherwise: ({ ownAfterEnd }) => (ownAfterEnd === null ? null : readAfterEnd(ownAfterEnd)),
  general: atServer({
    do: 'refuse a token after its `exp`, with a tolerance of at most a few minutes',
    command: null,
  }),
});
