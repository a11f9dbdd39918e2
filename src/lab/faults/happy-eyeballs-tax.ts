import { type Fault, healthy, PORT } from '../contract.ts';

/**
 * The first SYN to ::1 is lost and the second accepted, as at a relay that wakes up or a queue that was full: 1.03 s.
 * Nothing is refused and nothing silent, so only the race for the other address tells, and that is what Happy Eyeballs
 * clients run: each new connection costs them the 200 to 300 ms after which they start it.
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
