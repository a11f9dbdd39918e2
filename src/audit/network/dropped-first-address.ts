import type { AddressVisits, ConnectOutcome, KernelCounters, LoopbackBaseline } from '../../model/evidence.ts';
import type { Advice, Fact } from '../../model/finding.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import {
  accepts,
  always,
  connectMs,
  fewerThanTwo,
  isForeign,
  nameToJudge,
  rowsFor,
  seeForeign,
  useAddress,
} from './address-facts.ts';

export const droppedFirstAddress = audit({
  id: 'dropped-first-address',
  title: 'connects to the first address of the name are dropped',
  holds: 'connects to the first address are not dropped',
  needs: ['addresses'],
  uses: ['loopback-baseline', 'kernel-counters'],
  check({ addresses, 'loopback-baseline': baseline, 'kernel-counters': kernel }, { target }) {
    const name = nameToJudge(target);
    const rows = rowsFor(addresses, name);
    const working = rows.find(accepts);
    if (rows.length < 2) return fewerThanTwo(addresses, name);
    if (working === undefined) return notApplicable('no address accepts; see unreachable-target');
    const silent = rows.slice(0, rows.indexOf(working)).filter((row) => always(row, 'timed-out'));
    const dropped = silent.find((row) => !isForeign(row, name));
    if (dropped === undefined && silent.length > 0) return notApplicable(seeForeign(name));
    if (dropped === undefined) return pass(`no address of ${name} before ${working.address} drops connects`);
    const costMs = connectMs(dropped);
    const closedPort = closedPortOf(baseline, dropped);
    const allPorts = closedPort === 'timed-out';
    return {
      outcome: 'fail',
      severity: 'high',
      costMs,
      summary:
        `${name} hangs on every new connection: ${dropped.address} comes first and never answers a connect, not ` +
        `even with a refusal (whyslow stopped after ${ms(costMs)}; an operating system waits 21 s to 2 min). ${working.address} works.`,
      facts: [{ kind: 'text', text: closedPortText(closedPort, dropped, target.port) }, ...counted(kernel)],
      // The saving depends on the connect timeout of each client, so it has no figure.
      advice: [useAddress(target, working.address, null), ...letThrough(dropped, target.port, allPorts)],
    };
  },
});

/**
 * The connect to a closed port of the same address; null where none was tried. A healthy machine refuses it at once. No answer
 * there means a firewall.
 */
const closedPortOf = (baseline: LoopbackBaseline | undefined, { address }: AddressVisits): ConnectOutcome | null =>
  baseline?.families.find((each) => each.address === address)?.closed.connect ?? null;

function closedPortText(closed: ConnectOutcome | null, { address }: AddressVisits, port: number): string {
  if (closed === 'timed-out')
    return `A closed port on ${address} does not answer either: a firewall drops packets to the whole address.`;
  if (closed === null)
    return `No other port on ${address} was tried, which would tell a rule for the whole address from one for port ${port}.`;
  return `A closed port on ${address} answers: the cause is a rule for port ${port}, or a full accept queue.`;
}

/** Only a full accept queue increases the overflow counter, so the second number excludes or confirms it. */
const counted = (kernel: KernelCounters | undefined): readonly Fact[] =>
  kernel === undefined
    ? []
    : [
        { kind: 'measure', label: 'SYNs sent again meanwhile', value: kernel.synRetransmits, unit: 'count' },
        { kind: 'measure', label: 'accept queue overflows meanwhile', value: kernel.listenOverflows, unit: 'count' },
      ];

const letThrough = ({ family }: AddressVisits, port: number, allPorts: boolean): readonly Advice[] => [
  {
    do: 'let loopback through the firewall (Linux, ip6tables)',
    command: `${family === 6 ? 'ip6tables' : 'iptables'} -I INPUT -i lo -j ACCEPT`,
    where: 'machine',
    savesMs: null,
  },
  {
    do: 'find the rule (Linux, nftables)',
    command: allPorts ? 'nft list ruleset | grep -n drop' : `nft list ruleset | grep -n ${port}`,
    where: 'machine',
    savesMs: null,
  },
];
