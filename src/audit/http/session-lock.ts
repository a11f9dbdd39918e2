import { aloneMs, areTwoAtOnce, growth, isOneAtATime, NOTABLE_MS } from '../../model/slope-shape.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, note, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { FAILS_MS, isQuick, otherCause, severityOf, timesFact } from './at-once.ts';

export const sessionLock = audit({
  id: 'session-lock',
  title: 'requests of one session wait for each other',
  holds: 'requests of one session do not wait for each other',
  needs: ['slope', 'addresses'],
  uses: ['listeners'],
  check({ slope, addresses, listeners }, subject) {
    const other = otherCause(slope, addresses, subject.target.host);
    if (other !== null) return other;
    if (!slope.setsCookie) return notApplicable('the response sets no cookie, so that no session was seen');
    const eachMs = aloneMs(slope, 'same');
    if (eachMs < NOTABLE_MS) return pass(isQuick(eachMs));
    if (isOneAtATime(slope, 'none')) {
      return notApplicable('all requests are answered one at a time, with and without cookies; see serial-server');
    }
    if (!isOneAtATime(slope, 'same')) {
      return pass(
        `several requests with the same cookies take ${growth(slope, 'same').toFixed(1)} times as long as one`,
      );
    }
    if (!areTwoAtOnce(slope, 'none')) {
      return inconclusive(
        'requests with the same cookies are answered one at a time, and those without are slow together too; the same ' +
          'requests on an idle machine would decide',
      );
    }
    const summary =
      `Requests with the same cookies are answered one at a time: each one waits ${ms(eachMs)} for every request of its ` +
      'session before it. Requests of different sessions run at once.';
    const facts = [timesFact(slope, 'same'), timesFact(slope, 'none')];
    if (eachMs < FAILS_MS) return note(summary, { facts });
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const advice = adviceFor('session-lock', remedies, factsFor(subject, { savesMs: eachMs }), release);
    return { outcome: 'fail', severity: severityOf(eachMs), costMs: eachMs, summary, facts, advice };
  },
});

const release = atServer({
  do: 'write and release the session as soon as the handler has read it, or open it for reading only where nothing is written',
  command: null,
});
