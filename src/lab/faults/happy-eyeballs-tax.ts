import { type Fault, healthy, PORT } from '../contract.ts';

/**
 * The first SYN to ::1 is lost and the second accepted after 1.03 s, as with a relay that starts or a full listen
 * backlog. No address refuses or is silent, so the fault shows only in Happy Eyeballs clients: each new connection costs
 * them the 200 to 300 ms after which they try the other address.
 */
export const happyEyeballsTax: Fault = {
  ...healthy,
  id: 'happy-eyeballs-tax',
  title: '::1 accepts, but only after a second',
  story: 'Connections to ::1 take a second, so browsers and curl wait their 200 to 300 ms and go to 127.0.0.1 instead.',
  provokes: ['happy-eyeballs-tax'],
  needs: ['nft'],
  nft: `
table inet lab {
  set seen { typeof tcp sport; flags dynamic; size 65535; timeout 60s; }
  chain input {
    type filter hook input priority 0;
    ip6 daddr ::1 tcp dport ${PORT} tcp flags & (syn|ack) == syn tcp sport != @seen add @seen { tcp sport } drop
  }
}
`,
};
