import { type Fault, healthy } from '../contract.ts';

/** The control: every finding here is a false alarm. */
export const none: Fault = {
  ...healthy,
  id: 'none',
  title: 'nothing is wrong',
  story: 'localhost names both families, the application listens on both and answers at once.',
  provokes: [],
};
