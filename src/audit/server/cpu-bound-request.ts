import type { Fact } from '../../model/finding.ts';
import type { ServerWaits } from '../../model/waits.ts';
import { ms } from '../duration.ts';
import { insideAudit } from './inside-audit.ts';

export const cpuBoundRequest = insideAudit({
  id: 'cpu-bound-request',
  title: 'the server computes for most of a request',
  holds: 'computing does not take most of a slow request',
  summaryOf: (cause, waits) =>
    `For ${ms(cause.ms)} of the ${ms(cause.requestMs)} of ${cause.of} the server is on the CPU${busiest(waits)}.`,
  factsOf: (_cause, waits) => processFacts(waits),
  adviceFor: () => [
    {
      do: 'find what computes with a profiler of the language: py-spy for Python, --prof of Node, Xdebug of PHP, perf',
      command: null,
      where: 'server',
      savesMs: null,
    },
    {
      do: 'turn off what belongs to development: debug toolbars, reloaders, source maps, a debugger',
      command: null,
      where: 'server',
      savesMs: null,
    },
  ],
});

function busiest({ processes }: ServerWaits): string {
  const [first, ...others] = processes;
  return first === undefined || others.length === 0 ? '' : `, most of it in ${first.program} (process ${first.pid})`;
}

function processFacts({ processes, requestsMs, systemMs }: ServerWaits): readonly Fact[] {
  const each = (value: number): string => ms(value / requestsMs.length);
  const parts = processes.map(({ program, pid, cpuMs }) => `${program} (process ${pid}) ${each(cpuMs)}`);
  const text = `On the CPU for each request, all threads together: ${parts.join(', ')}; ${each(systemMs)} of it in the kernel.`;
  return parts.length === 0 ? [] : [{ kind: 'text', text }];
}
