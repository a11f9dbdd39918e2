import { type Fault, healthy } from '../contract.ts';

/**
 * The first SYN of every source port is lost, on all families and ports, so each connect takes the second that TCP
 * waits before it tries again (RFC 6298 §2.1). A delay of each packet would need sch_netem, which many kernels lack.
 */
export const slowLoopback: Fault = {
  ...healthy,
  id: 'slow-loopback',
  title: 'every connection over loopback is slow',
  story: 'A filter between the programs of this machine loses the first packet of each connection, on every port.',
  provokes: ['slow-loopback'],
  needs: ['nft'],
  nft: `
table inet lab {
  set seen { typeof tcp sport; flags dynamic; size 65535; timeout 60s; }
  chain input {
    type filter hook input priority 0;
    tcp flags & (syn|ack) == syn tcp sport != @seen add @seen { tcp sport } drop
  }
}
`,
};
