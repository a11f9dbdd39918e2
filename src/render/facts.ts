import type { Run } from '../model/run.ts';

/** What a reader needs besides the command to judge a run or to repeat it: a name and a value each. */
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
