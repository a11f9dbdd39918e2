import { ms } from '../duration.ts';
import { insideAudit } from './inside-audit.ts';

export const sleepingRequest = insideAudit({
  id: 'sleeping-request',
  title: 'the server sleeps during each request',
  holds: 'the server does not sleep during a request',
  summaryOf: (cause) =>
    `For ${ms(cause.ms)} of the ${ms(cause.requestMs)} of ${cause.of} the server sleeps until a timer ends.`,
  adviceFor: ({ ms: costMs }) => [
    {
      do: 'find the timer: a sleep that was left in, a throttle, a debounce, a retry after an error, or a poll for something that is not ready',
      command: null,
      where: 'server',
      savesMs: costMs,
    },
    {
      do: 'look into the log of the server for an error that it tries again: that would decide between a retry and a plain sleep',
      command: null,
      where: 'server',
      savesMs: null,
    },
  ],
});
