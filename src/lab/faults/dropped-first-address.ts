import { type Fault, healthy } from '../contract.ts';

export const droppedFirstAddress: Fault = {
  ...healthy,
  id: 'dropped-first-address',
  title: 'a firewall swallows everything to ::1',
  story: 'A hardened firewall lets 127.0.0.1 through and drops ::1 without a word, where the server listens as well.',
  provokes: ['dropped-first-address'],
  needs: ['nft'],
  // All of TCP and not the one port: so do such firewalls, and by that they are told from a server with a full queue.
  nft: `
table inet lab {
  chain input {
    type filter hook input priority 0;
    ip6 daddr ::1 meta l4proto tcp drop
  }
}
`,
};
