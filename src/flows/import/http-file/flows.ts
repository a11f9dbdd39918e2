import type { Exchange, Flow } from '../../contract.ts';
import { idOf, shownRequest, uniqueIds } from '../target.ts';
import type { WrittenRequest } from './blocks.ts';
import type { Resolved } from './resolve.ts';
import type { Need } from './variables.ts';

/** A request with the requests whose responses it needs, in the order in which they are sent; null where one is left out. */
export function chainOf(index: number, resolved: readonly Resolved[]): readonly number[] | null {
  const order: number[] = [];
  const open = new Set<number>();
  const visit = (at: number): boolean => {
    if (order.includes(at)) return true;
    const request = resolved[at];
    if (request?.kind !== 'resolved' || open.has(at)) return false;
    open.add(at);
    const isComplete = request.needs.toSorted((a, b) => a.from - b.from).every(({ from }) => visit(from));
    order.push(at);
    return isComplete;
  };
  return visit(index) ? order : null;
}

/** @param chain as from `chainOf`; the last one is the request that the flow is made for. */
export function flowOf(
  chain: readonly number[],
  requests: readonly WrittenRequest[],
  resolved: readonly Resolved[],
  needs: Flow['needs'],
): Flow | null {
  const kept = chain.flatMap((at) => {
    const request = resolved[at];
    return request?.kind === 'resolved' ? [{ at, request, name: requests[at]?.name ?? null }] : [];
  });
  const last = kept.at(-1)?.request.exchange;
  if (last === undefined) return null;
  const unique = uniqueIds();
  const all = kept.flatMap(({ request }) => request.needs);
  const steps = kept.map(({ at, request, name }) => ({
    id: unique(stepId(name, request.exchange)),
    ...request.exchange,
    ...captures(all.filter(({ from }) => from === at)),
  }));
  return {
    id: idOf(last.method, last.path),
    title: shownRequest(last.method, last.path),
    noun: steps.length === 1 ? 'a request' : 'an iteration',
    needs,
    steps,
  };
}

const stepId = (name: string | null, { method, path }: Omit<Exchange, 'id'>): string => {
  const slug = (name ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? idOf(method, path) : slug;
};

const captures = (needs: readonly Need[]): Pick<Exchange, 'capture'> =>
  needs.length === 0 ? {} : { capture: Object.fromEntries(needs.map(({ name, place }) => [name, place])) };
