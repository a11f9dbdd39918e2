import type { AddressVisits, Listeners } from '../../model/evidence.ts';
import type { Opinion } from '../../model/finding.ts';
import type { Target } from '../../model/target.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { ms } from '../words.ts';
import {
  accepts,
  connectMs,
  LATE_MS,
  listenOnBoth,
  nameToJudge,
  rowsFor,
  totalMs,
  useAddress,
  whoListens,
} from './address-facts.ts';

/** Half a second on every new connection is what people call "hangs". */
const SEVERE_MS = 500;

export const lateRefusedFirstAddress = audit({
  id: 'late-refused-first-address',
  title: 'the first address of the name is refused late',
  needs: ['addresses'],
  uses: ['listeners'],
  check({ addresses, listeners }, { target }) {
    const name = nameToJudge(target);
    const rows = rowsFor(addresses, name);
    const working = rows.find(accepts);
    if (rows.length < 2) return notApplicable(`${name} has one address`);
    if (working === undefined) return notApplicable('no address accepts; see unreachable-target');
    const [first, ...others] = rows.slice(0, rows.indexOf(working)).filter(refusedLate);
    if (first === undefined) return pass(`no address of ${name} is refused late`);
    return late({ name, target, working, refused: [first, ...others], listeners });
  },
});

const refusedLate = (row: AddressVisits): boolean =>
  row.cold.length > 0 && row.cold.every(({ connect }) => connect === 'refused') && connectMs(row) > LATE_MS;

interface Case {
  readonly name: string;
  readonly target: Target;
  readonly working: AddressVisits;
  readonly refused: readonly [AddressVisits, ...AddressVisits[]];
  readonly listeners: Listeners | undefined;
}

function late({ name, target, working, refused, listeners }: Case): Opinion {
  const [first] = refused;
  const costMs = refused.reduce((sum, row) => sum + connectMs(row), 0);
  const answer = ms(totalMs(working) ?? connectMs(working));
  return {
    outcome: 'fail',
    severity: costMs >= SEVERE_MS ? 'high' : 'medium',
    costMs,
    summary:
      `${name} costs ${ms(costMs)} on every new connection: ${first.address} comes first and refuses only ` +
      `after ${ms(connectMs(first))}; ${working.address} answers in ${answer}.`,
    facts: [
      { kind: 'text', text: whoListens(listeners) ?? 'Who listens could not be read here.' },
      { kind: 'measure', label: `refusal of ${first.address}`, value: connectMs(first), unit: 'ms' },
      { kind: 'measure', label: `connect to ${working.address}`, value: connectMs(working), unit: 'ms' },
    ],
    advice: [
      useAddress(target, working.address, costMs),
      ...listenOnBoth(listeners, working.answer?.server ?? null, target, costMs),
    ],
  };
}
