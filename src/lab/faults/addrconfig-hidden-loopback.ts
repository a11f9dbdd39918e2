import { application, type Fault, healthy } from '../contract.ts';

/**
 * AI_ADDRCONFIG leaves out IPv6, and ::1 with it, if the machine has IPv4 and no IPv6 beyond loopback. This matters
 * only if ::1 is the only address that answers, so this fault includes the one-family listener.
 */
export const addrconfigHiddenLoopback: Fault = {
  ...healthy,
  id: 'addrconfig-hidden-loopback',
  title: 'Node and others do not resolve ::1, where the server is',
  story: 'The machine has an IPv4 address and no IPv6 one, so Node asks for IPv4 only, and the server listens on ::1.',
  provokes: ['addrconfig-hidden-loopback', 'one-family-listener'],
  addresses: ['10.9.9.9/32'],
  servers: [application(['::1'])],
};
