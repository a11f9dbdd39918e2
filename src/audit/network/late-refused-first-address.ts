import type { AddressVisits } from '../../model/evidence.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { ms } from '../words.ts';
import { accepts, connectMs, listenOnBoth, rowsFor, totalMs, useAddress, whoListens } from './address-facts.ts';

/**
 * A refusal on loopback is an RST that the kernel sends at once: under a millisecond. 100 ms is a hundred times that,
 * and still below every known retry timer (Windows retries a refused SYN after 500 ms; RFC 6298 §2.1 says 1 s).
 */
const LATE_MS = 100;

/** Half a second on every new connection is what people call "hangs". */
const SEVERE_MS = 500;

export const lateRefusedFirstAddress = audit({
  id: 'late-refused-first-address',
  title: 'the first address of the name is refused late',
  needs: ['addresses'],
  uses: ['listeners'],
  check({ addresses, listeners }, { target }) {
    const rows = rowsFor(addresses, target.host);
    const [first] = rows;
    const working = rows.find(accepts);
    if (rows.length < 2 || first === undefined) return notApplicable(`${target.host} has one address`);
    if (working === undefined) return notApplicable('no address accepts; see unreachable-target');
    const refused = rows.slice(0, rows.indexOf(working)).filter(refusedLate);
    const costMs = refused.reduce((sum, row) => sum + connectMs(row), 0);
    if (refused.length === 0) return pass(`no address of ${target.host} is refused late`);
    const answer = ms(totalMs(working) ?? connectMs(working));
    return {
      outcome: 'fail',
      severity: costMs >= SEVERE_MS ? 'high' : 'medium',
      costMs,
      summary:
        `${target.host} costs ${ms(costMs)} on every new connection: ${first.address} comes first and refuses only ` +
        `after ${ms(connectMs(first))}; ${working.address} answers in ${answer}.`,
      facts: [
        { kind: 'text', text: whoListens(listeners) ?? 'Who listens could not be read here.' },
        { kind: 'measure', label: `refusal of ${first.address}`, value: connectMs(first), unit: 'ms' },
        { kind: 'measure', label: `connect to ${working.address}`, value: connectMs(working), unit: 'ms' },
      ],
      advice: [
        useAddress(target, working.address, costMs),
        ...listenOnBoth(listeners ?? {}, working.answer?.server ?? null, target, costMs),
      ],
    };
  },
});

const refusedLate = (row: AddressVisits): boolean =>
  row.cold.length > 0 && row.cold.every(({ connect }) => connect === 'refused') && connectMs(row) > LATE_MS;
