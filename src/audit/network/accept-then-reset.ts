import { silenceText } from '../../model/silence-text.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, notApplicable, pass } from '../contract.ts';
import { accepts, answers, nameToJudge, rowsFor, serverHeader, useAddress, whoListens } from './address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

export const acceptThenReset = audit({
  id: 'accept-then-reset',
  title: 'an address accepts and then gives no answer',
  holds: 'no address accepts and then gives no answer',
  needs: ['addresses'],
  uses: ['listeners', 'open-connections'],
  check({ addresses, listeners, 'open-connections': open }, subject) {
    const { target } = subject;
    const rows = rowsFor(addresses, nameToJudge(target));
    const working = rows.find(answers);
    if (working === undefined) return notApplicable('no address answers; see unreachable-target');
    const silentAddress = rows.find((row) => accepts(row) && !answers(row));
    if (silentAddress === undefined) return pass('every address that accepts also answers');
    if (open?.own === 'answered') {
      return inconclusive(
        `${silentAddress.address} gave no answer to a first request and one to a second; run it again`,
      );
    }
    return {
      outcome: 'fail',
      severity: silentAddress.order < working.order ? 'high' : 'medium',
      costMs: null,
      summary:
        `${silentAddress.address} accepts connections and gives no answer; ${working.address} answers. No ` +
        `client falls back from an accepted connection, so a client that tries ${silentAddress.address} first fails.`,
      facts: [
        {
          kind: 'text',
          text: `${silentAddress.address}: ${silentAddress.silence === null ? 'no answer' : silenceText(silentAddress.silence, target)}`,
        },
        { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
      ],
      advice: [
        useAddress(target, working.address, null),
        ...adviceFor(
          'accept-then-reset',
          serverRemedies(listeners, serverHeader(addresses)),
          factsFor(subject, { peer: working.address }),
          general,
        ),
      ],
    };
  },
});

const general = atServer(
  { do: 'publish a container port on the family that reaches the server only', command: null },
  { do: 'let the server inside a container listen on 0.0.0.0, not on its own 127.0.0.1', command: null },
);
