import { application, type Fault, healthy } from '../contract.ts';

/** The third control: a server on one family is no fault where the name has no other. */
export const ipv4OnlyMachine: Fault = {
  ...healthy,
  id: 'ipv4-only-machine',
  title: 'localhost is 127.0.0.1 alone, and so is the server',
  story: 'The hosts file names localhost on 127.0.0.1 only, and that is where the application listens: nobody is lost.',
  provokes: [],
  hosts: '127.0.0.1 localhost\n',
  servers: [application(['127.0.0.1'])],
};
