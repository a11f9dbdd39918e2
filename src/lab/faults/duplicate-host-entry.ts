import { type Fault, healthy } from '../contract.ts';

export const duplicateHostEntry: Fault = {
  ...healthy,
  id: 'duplicate-host-entry',
  title: 'the hosts file names ::1 twice',
  story:
    'Two tools each added "::1 localhost" to the hosts file, and clients that do not compare addresses try it twice.',
  provokes: ['duplicate-host-entry'],
  hosts: '127.0.0.1 localhost\n::1 localhost\n::1 localhost\n',
};
