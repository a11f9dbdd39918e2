import type { Run } from '../model/run.ts';

/** The conditions of a run that matter for judging or repeating it, as names and values. */
export function factsOf({
  startedAt,
  tool,
  host,
  target,
  evidence,
}: Run): readonly (readonly [name: string, value: string])[] {
  const server = [target.server.product, target.server.command].filter((part) => part !== null).join(', ');
  return [
    ['started', startedAt],
    ['whyslow', `${tool.version} on Node ${tool.node}`],
    ['machine', `${host.os} ${host.kernel}, ${host.cpus} × ${host.cpuModel}, ${host.memoryMb} MB`],
    ['auth stack', target.preset === null ? '–' : `${target.preset}${marksText(evidence)}`],
    ...(target.authUrl === null ? [] : ([['auth server', target.authUrl]] as const)),
    ['server', server === '' ? '–' : server],
    ['listens on', target.server.listens.join(', ') || '–'],
  ];
}

/** What the server showed of its auth stack; empty where the stack was named. */
function marksText(evidence: Run['evidence']): string {
  const surface = evidence.find((piece) => piece.kind === 'auth-surface');
  if (surface?.kind !== 'auth-surface' || !surface.outcome.ok || surface.outcome.value.marks.length === 0) return '';
  return `: ${surface.outcome.value.marks.join('; ')}`;
}
