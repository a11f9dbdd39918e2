import { application, type Fault, healthy } from '../contract.ts';

export const everyAnswerAnError: Fault = {
  ...healthy,
  id: 'every-answer-an-error',
  title: 'the application answers 500 every time',
  story: 'The application answers at once on both families, and every response has status 500.',
  provokes: ['every-answer-an-error'],
  servers: [application(['127.0.0.1', '::1'], { status: 500 })],
};
