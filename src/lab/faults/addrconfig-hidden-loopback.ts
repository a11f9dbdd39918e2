import { application, type Fault, healthy } from '../contract.ts';

/**
 * AI_ADDRCONFIG leaves out IPv6 where the machine has IPv4 and no IPv6 beyond loopback, and ::1 with it. That only
 * hurts where ::1 is the one address that answers, so the one-family listener belongs to this fault.
 */
export const addrconfigHiddenLoopback: Fault = {
  ...healthy,
  id: 'addrconfig-hidden-loopback',
  title: 'Node and others never see ::1, where the server is',
  story: 'The machine has an IPv4 address and no IPv6 one, so Node asks for IPv4 only, and the server listens on ::1.',
  provokes: ['addrconfig-hidden-loopback', 'one-family-listener'],
  addresses: ['10.9.9.9/32'],
  servers: [application(['::1'])],
};
