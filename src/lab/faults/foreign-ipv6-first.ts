import { type Fault, healthy } from '../contract.ts';

/** The late refusal of the foreign address must not be a finding of its own. */
export const foreignIpv6First: Fault = {
  ...healthy,
  id: 'foreign-ipv6-first',
  title: 'localhost means a foreign IPv6 address first',
  story: 'The hosts file maps localhost to fd00::9, the address of a virtual machine, whose port is dropped.',
  provokes: ['foreign-localhost-entry'],
  needs: ['nft'],
  hosts: '127.0.0.1 localhost\nfd00::9 localhost\n',
  gaiConf: 'precedence fd00::/8 100\nprecedence ::/0 40\nprecedence ::ffff:0:0/96 10\n',
  // With an address of each family, as a machine in a network has.
  addresses: ['fd00::9/128', '10.9.9.9/32'],
  nft: `
table inet lab {
  chain input {
    type filter hook input priority 0;
    ip6 daddr fd00::9 tcp dport 8123 drop
  }
}
`,
};
