import { application, type Fault, healthy, PORT } from '../contract.ts';

export const growingList: Fault = {
  ...healthy,
  id: 'growing-list',
  title: 'each row of a list costs 2 ms',
  story: 'A list of 60 rows waits 2 ms for each row, as where a handler sends one query for each of them.',
  provokes: ['growing-list'],
  url: `http://localhost:${PORT}/?limit=60`,
  servers: [application(['127.0.0.1', '::1'], { defect: { kind: 'rows', eachMs: 2 } })],
};
