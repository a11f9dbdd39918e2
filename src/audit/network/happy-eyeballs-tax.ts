import { audit, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import {
  accepts,
  connectMs,
  fewerThanTwo,
  isForeign,
  LATE_MS,
  nameToJudge,
  rowsFor,
  seeForeign,
  useAddress,
} from './address-facts.ts';
import { loopbackIsSlow } from './slow-loopback.ts';

export const happyEyeballsTax = audit({
  id: 'happy-eyeballs-tax',
  title: 'the first address accepts, but late',
  holds: 'the first address accepts at once',
  needs: ['addresses', 'loopback-baseline'],
  check({ addresses, 'loopback-baseline': baseline }, { target }) {
    const name = nameToJudge(target);
    const [first, ...rest] = rowsFor(addresses, name);
    const prompt = rest.find((row) => accepts(row) && connectMs(row) < LATE_MS);
    if (loopbackIsSlow(baseline)) return notApplicable('all of loopback is slow; see slow-loopback');
    if (first === undefined || rest.length === 0) return fewerThanTwo(addresses, name);
    if (isForeign(first, name)) return notApplicable(seeForeign(name));
    if (!accepts(first)) return notApplicable(`${first.address} does not accept; see the other findings`);
    if (connectMs(first) < LATE_MS) return pass(`${first.address} accepts in ${ms(connectMs(first))}`);
    if (prompt === undefined) return pass('the other addresses are no faster');
    const costMs = connectMs(first);
    return {
      outcome: 'fail',
      severity: 'medium',
      costMs,
      summary:
        `${name} costs ${ms(costMs)} on every new connection: ${first.address} comes first and accepts only after that. ` +
        `Clients with Happy Eyeballs wait their fallback delay instead, 200 to 500 ms, and Node 20 gives the address up.`,
      facts: [
        { kind: 'measure', label: `connect to ${first.address}`, value: costMs, unit: 'ms' },
        { kind: 'measure', label: `connect to ${prompt.address}`, value: connectMs(prompt), unit: 'ms' },
      ],
      advice: [
        useAddress(target, prompt.address, costMs),
        {
          do: 'look for retransmitted SYNs while connecting: a packet filter, or a full accept queue (Linux)',
          command: 'nstat -az TcpExtTCPSynRetrans TcpExtListenOverflows',
          where: 'machine',
          savesMs: null,
        },
      ],
    };
  },
});
