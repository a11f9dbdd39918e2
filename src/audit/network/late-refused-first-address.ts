import type { AddressVisits, Listeners, WindowsConnects } from '../../model/evidence.ts';
import type { Fact, Opinion } from '../../model/finding.ts';
import { isLoopbackAddress } from '../../model/target.ts';
import { audit, notApplicable, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import {
  accepts,
  always,
  connectMs,
  fewerThanTwo,
  isForeign,
  LATE_MS,
  listenOnBoth,
  nameToJudge,
  rowsFor,
  seeForeign,
  totalMs,
  useAddress,
  whoListens,
} from './address-facts.ts';

/** A wait of half a second on every new connection is perceived as hanging. */
const SEVERE_MS = 500;

/**
 * Windows repeats the SYN to a port that refused it and reports the refusal after some 2.04 s (2.00 to 2.07 s in
 * libuv#2896, dotnet/runtime#65375 and cpp-httplib#902). Node switches that off for its own sockets.
 */
const WINDOWS_REFUSAL_MS = 2_040;

export const lateRefusedFirstAddress = audit({
  id: 'late-refused-first-address',
  title: 'the first address of the name is refused late',
  holds: 'the first address of the name is not refused late',
  needs: ['addresses'],
  uses: ['listeners', 'windows-connects'],
  check({ addresses, listeners, 'windows-connects': windows }, subject) {
    const { target, platform } = subject;
    const name = nameToJudge(target);
    const rows = rowsFor(addresses, name);
    const working = rows.find(accepts);
    if (rows.length < 2) return fewerThanTwo(addresses, name);
    if (working === undefined) return notApplicable('no address accepts; see unreachable-target');
    const before = rows.slice(0, rows.indexOf(working)).filter((row) => always(row, 'refused'));
    const isLate = ({ refusalMs }: Refusal): boolean => refusalMs > LATE_MS;
    const all = before.map((row) => ({ row, ...refusalOf(row, platform, windows) })).filter(isLate);
    const [first, ...others] = all.filter(({ row }) => !isForeign(row, name));
    if (first === undefined && all.length > 0) return notApplicable(seeForeign(name));
    if (first === undefined) return pass(`no address of ${name} is refused late`);
    return late({ name, subject, working, refused: [first, ...others], listeners });
  },
});

interface Refusal {
  readonly row: AddressVisits;
  readonly refusalMs: number;
  /** The source of the time: our own connect, a connect by .NET, or the known behaviour of Windows. */
  readonly how: 'measured' | 'measured by .NET' | 'inferred';
}

/** The time of our own connect. For loopback on Windows it is that of .NET, or else the known one. */
export function refusalOf(
  row: AddressVisits,
  platform: string,
  windows: WindowsConnects | undefined,
): Omit<Refusal, 'row'> {
  if (platform !== 'win32' || !isLoopbackAddress(row.address)) {
    return { refusalMs: connectMs(row), how: 'measured' };
  }
  const byNet = windows?.connects.find(({ address, accepted }) => address === row.address && !accepted);
  if (byNet !== undefined) return { refusalMs: byNet.connectMs, how: 'measured by .NET' };
  return { refusalMs: WINDOWS_REFUSAL_MS, how: 'inferred' };
}

interface Case {
  readonly name: string;
  readonly subject: Subject;
  readonly working: AddressVisits;
  readonly refused: readonly [Refusal, ...Refusal[]];
  readonly listeners: Listeners | undefined;
}

function late({ name, subject, working, refused, listeners }: Case): Opinion {
  const [{ row, refusalMs, how }] = refused;
  const costMs = refused.reduce((sum, each) => sum + each.refusalMs, 0);
  const answer = ms(totalMs(working) ?? connectMs(working));
  return {
    outcome: 'fail',
    severity: costMs >= SEVERE_MS ? 'high' : 'medium',
    costMs,
    summary:
      `${name} costs ${ms(costMs)} on every new connection: ${row.address} comes first and refuses only ` +
      `after ${ms(refusalMs)}; ${working.address} answers in ${answer}.`,
    facts: [
      { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
      { kind: 'measure', label: `refusal of ${row.address}, ${how}`, value: refusalMs, unit: 'ms' },
      { kind: 'measure', label: `connect to ${working.address}`, value: connectMs(working), unit: 'ms' },
      ...certainty(how),
    ],
    advice: [
      useAddress(subject.target, working.address, costMs),
      ...listenOnBoth('late-refused-first-address', { listeners, working }, subject, costMs),
    ],
  };
}

const certainty = (how: Refusal['how']): readonly Fact[] =>
  how === 'inferred'
    ? [
        {
          kind: 'text',
          text: 'Inferred: Node cannot measure this wait on Windows; Python, .NET and PHP clients have it.',
        },
      ]
    : [];
