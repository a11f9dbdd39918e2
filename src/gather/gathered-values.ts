import type { GatheredKind, EvidenceValues } from '../model/evidence.ts';
import type { ServerFacts } from '../model/run.ts';
import { authority } from '../model/target.ts';
import type { Gathered } from './gathered.ts';

/** The value of one kind of evidence; undefined if it was not gathered or could not be determined. */
export function valueOf<K extends GatheredKind>({ evidence }: Gathered, kind: K): EvidenceValues[K] | undefined {
  const piece = evidence.find((candidate) => candidate.kind === kind);
  return piece?.outcome.ok === true ? (piece.outcome.value as EvidenceValues[K]) : undefined;
}

export function serverFacts(gathered: Gathered): ServerFacts {
  const listeners = valueOf(gathered, 'listeners')?.listeners ?? [];
  const answered = valueOf(gathered, 'addresses')?.visits.find(({ answer }) => answer !== null);
  const { pid = null, command = null } = listeners[0] ?? {};
  return {
    product: answered?.answer?.server ?? null,
    pid,
    command,
    listens: listeners.map(({ address, port }) => authority(address, port)),
  };
}
