/**
 * A ruleset that refuses connects to this port of ::1 late. Windows sends a SYN again after an RST and reports the refusal when
 * the third one was refused. On Linux the delay is the same when a firewall drops the first two SYNs of a source port and refuses
 * the third: 2.05 s if the kernel retries each second (Linux 6.5 and later), 3 s before.
 */
export const refusedLate = (port: number): string => `
table inet lab {
  set once { typeof tcp sport; flags dynamic; size 65535; timeout 60s; }
  set twice { typeof tcp sport; flags dynamic; size 65535; timeout 60s; }
  chain input {
    type filter hook input priority 0;
    ip6 daddr ::1 tcp dport ${port} tcp flags & (syn|ack) == syn tcp sport @twice reject with tcp reset
    ip6 daddr ::1 tcp dport ${port} tcp flags & (syn|ack) == syn tcp sport @once add @twice { tcp sport } drop
    ip6 daddr ::1 tcp dport ${port} tcp flags & (syn|ack) == syn add @once { tcp sport } drop
  }
}
`;
