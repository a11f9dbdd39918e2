import type { Exchange, Flow } from '../../../../src/flows/contract.ts';

/** A flow of one or several steps; the last one is its request. */
export const flow = (id: string, steps: readonly Exchange[], title?: string): Flow => {
  const last = steps.at(-1);
  return {
    id,
    title: title ?? `${last?.method} ${last?.path}`,
    noun: steps.length === 1 ? 'a request' : 'an iteration',
    needs: 'nothing',
    steps,
  };
};

/** A step with the Accept header of the editors. */
export const step = (id: string, method: Exchange['method'], path: string, over: Partial<Exchange> = {}): Exchange => ({
  id,
  method,
  path,
  ...over,
  headers: { accept: '*/*', ...over.headers },
});
