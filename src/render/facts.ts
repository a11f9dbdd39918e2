import type { Run } from '../model/run.ts';

/** The conditions of a run that matter for judging or repeating it, as names and values. */
export function factsOf({ startedAt, tool, host, target }: Run): readonly (readonly [name: string, value: string])[] {
  const server = [target.server.product, target.server.command].filter((part) => part !== null).join(', ');
  return [
    ['started', startedAt],
    ['whyslow', `${tool.version} on Node ${tool.node}`],
    ['machine', `${host.os} ${host.kernel}, ${host.cpus} × ${host.cpuModel}, ${host.memoryMb} MB`],
    ['auth stack', target.preset ?? '–'],
    ['server', server === '' ? '–' : server],
    ['listens on', target.server.listens.join(', ') || '–'],
  ];
}
