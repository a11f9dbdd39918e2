import type { AddressVisits, KernelCounters, LoopbackBaseline } from '../../model/evidence.ts';
import type { Advice, Fact } from '../../model/finding.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { accepts, always, connectMs, fewerThanTwo, nameToJudge, rowsFor, useAddress } from './address-facts.ts';

export const droppedFirstAddress = audit({
  id: 'dropped-first-address',
  title: 'connects to the first address of the name are dropped',
  needs: ['addresses'],
  uses: ['loopback-baseline', 'kernel-counters'],
  check({ addresses, 'loopback-baseline': baseline, 'kernel-counters': kernel }, { target }) {
    const name = nameToJudge(target);
    const rows = rowsFor(addresses, name);
    const working = rows.find(accepts);
    if (rows.length < 2) return fewerThanTwo(addresses, name);
    if (working === undefined) return notApplicable('no address accepts; see unreachable-target');
    const dropped = rows.slice(0, rows.indexOf(working)).find((row) => always(row, 'timed-out'));
    if (dropped === undefined) return pass(`no address of ${name} before ${working.address} drops connects`);
    const costMs = connectMs(dropped);
    const allPorts = closedPortIsSilentToo(baseline, dropped);
    return {
      outcome: 'fail',
      severity: 'high',
      costMs,
      summary:
        `${name} hangs on every new connection: ${dropped.address} comes first and never answers a connect, not ` +
        `even with a refusal (whyslow stopped after ${ms(costMs)}; an operating system waits 21 s to 2 min). ${working.address} works.`,
      facts: [
        {
          kind: 'text',
          text: allPorts
            ? `A closed port on ${dropped.address} does not answer either: a firewall drops packets to the whole address.`
            : `Other ports on ${dropped.address} answer: the cause is a rule for port ${target.port}, or a full accept queue.`,
        },
        ...counted(kernel),
      ],
      // The saving depends on the connect timeout of each client, so it has no figure.
      advice: [useAddress(target, working.address, null), ...letThrough(dropped, target.port, allPorts)],
    };
  },
});

/** A healthy machine refuses a closed port at once. No answer there means a firewall. */
const closedPortIsSilentToo = (baseline: LoopbackBaseline | undefined, { family }: AddressVisits): boolean =>
  baseline?.families.some((each) => each.family === family && each.closed.connect === 'timed-out') === true;

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
