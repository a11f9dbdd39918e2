import { type Fault, healthy } from '../contract.ts';

export const foreignLocalhostEntry: Fault = {
  ...healthy,
  id: 'foreign-localhost-entry',
  title: 'localhost also means an address that is not loopback',
  story: 'The hosts file still maps localhost to 10.9.9.9, the address of a virtual machine that no longer exists.',
  provokes: ['foreign-localhost-entry'],
  hosts: '127.0.0.1 localhost\n10.9.9.9 localhost\n::1 localhost\n',
  addresses: ['10.9.9.9/32'],
};
