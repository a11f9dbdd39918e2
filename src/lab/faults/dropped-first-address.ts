import { type Fault, healthy } from '../contract.ts';

export const droppedFirstAddress: Fault = {
  ...healthy,
  id: 'dropped-first-address',
  title: 'a firewall drops everything to ::1',
  story: 'A hardened firewall accepts 127.0.0.1 and silently drops ::1, where the server listens as well.',
  provokes: ['dropped-first-address'],
  needs: ['nft'],
  // All of TCP and not one port, as such firewalls do. This distinguishes them from a full listen backlog.
  nft: `
table inet lab {
  chain input {
    type filter hook input priority 0;
    ip6 daddr ::1 meta l4proto tcp drop
  }
}
`,
};
