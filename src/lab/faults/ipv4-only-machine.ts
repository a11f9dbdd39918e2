import { application, type Fault, healthy } from '../contract.ts';

/** A control: a server on one family is not a fault if the name has no other. */
export const ipv4OnlyMachine: Fault = {
  ...healthy,
  id: 'ipv4-only-machine',
  title: 'localhost and the server have only 127.0.0.1',
  story: 'The hosts file names localhost on 127.0.0.1 only, and that is where the application listens.',
  provokes: [],
  hosts: '127.0.0.1 localhost\n',
  servers: [application(['127.0.0.1'])],
};
