import type { ServerWaits } from '../../model/waits.ts';
import { ms } from '../duration.ts';
import { insideAudit } from './inside-audit.ts';

/** A program that uses less than this of a core leaves it to others. */
const NOTABLE_CORES = 0.2;

const takers = ({ others }: ServerWaits): readonly string[] =>
  others
    .filter(({ cores }) => cores >= NOTABLE_CORES)
    .map(({ program, pid, cores }) => `${program} (process ${pid}, ${cores.toFixed(1)} cores)`);

export const waitsForCore = insideAudit({
  id: 'waits-for-core',
  title: 'the server waits for a free core',
  holds: 'the server gets a core when it needs one',
  summaryOf(cause, waits) {
    const names = takers(waits);
    const who = names.length === 0 ? '' : `, while the cores were used by ${names.join(', ')}`;
    return `For ${ms(cause.ms)} of the ${ms(cause.requestMs)} of ${cause.of} the server waits for a free core${who}.`;
  },
  factsOf: (_cause, waits) => [
    { kind: 'measure', label: 'cores of this machine', value: waits.cores, unit: 'count' },
    ...(takers(waits).length === 0
      ? [
          {
            kind: 'text' as const,
            text: 'No other program used much of a core meanwhile. A CPU limit of a container, or other threads of the server, would explain it.',
          },
        ]
      : []),
  ],
  adviceFor: ({ ms: costMs }, waits) => {
    const [first] = takers(waits);
    return [
      {
        do:
          first === undefined
            ? 'look for a CPU limit of the container or service, and for threads of the server that compute'
            : `end ${first}, or run it with nice`,
        command: null,
        where: 'machine',
        savesMs: costMs,
      },
      { do: 'measure again when the machine is idle', command: null, where: 'machine', savesMs: null },
    ];
  },
});
