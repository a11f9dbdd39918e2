// How often does a healthy server get a finding? Every second diagnosis has a busy core beside it. The expected number is 0.
import { diagnosedInside } from './machine.mjs';
import { quietServers } from './servers.mjs';

export const healthy = ({ runs = 200 }) => ({
  cases: Array.from({ length: runs }, (_, run) => {
    const beside = run % 2 === 0 ? 'nothing' : 'busy';
    // Each server in turn is idle and busy.
    const server = quietServers[Math.floor(run / 2) % quietServers.length];
    return {
      id: `${String(run + 1).padStart(3, '0')} ${server}, ${beside} beside`,
      measure: () => diagnosedInside(server, [], { beside }),
    };
  }),
  wrong: (_id, { failed }) =>
    Object.keys(failed).length === 0
      ? null
      : Object.entries(failed)
          .map(([finding, summary]) => `${finding}: ${summary}`)
          .join(' | '),
  line: ({ notes, tookMs }) => `${(tookMs / 1_000).toFixed(1)} s  ${Object.keys(notes).join(', ')}`,
  summary(results) {
    const all = Object.values(results);
    const findings = all.reduce((sum, { failed }) => sum + Object.keys(failed).length, 0);
    const notes = {};
    for (const id of all.flatMap((each) => Object.keys(each.notes))) notes[id] = (notes[id] ?? 0) + 1;
    return `${findings} findings in ${all.length} diagnoses; notes: ${JSON.stringify(notes)}.`;
  },
});
