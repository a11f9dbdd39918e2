import type { EvidenceValues, GatheredKind } from '../../model/evidence.ts';
import { got } from '../../model/outcome.ts';
import { type Gatherer, gatherer } from '../contract.ts';
import type { GatherContext } from '../context.ts';
import type { AuthClient } from './contract.ts';
import { openAuthClient } from './client.ts';
import { suiteContextOf } from './suite-context.ts';

type SecurityExchange<K extends GatheredKind> = Pick<
  Gatherer<K>,
  'kind' | 'title' | 'harm' | 'budgetMs' | 'sends' | 'permission'
> & {
  perform(client: AuthClient, context: GatherContext): Promise<EvidenceValues[K]>;
};

/** One exchange of a security check, after the load. A refusal or failure of the server is evidence, not an error. */
export const securityExchange = <const K extends GatheredKind>({ perform, ...described }: SecurityExchange<K>) =>
  gatherer({
    ...described,
    when: 'after',
    needs: ['account', 'auth-surface'],
    async gather({ account, 'auth-surface': surface }, context) {
      const { signal } = context;
      const client = openAuthClient({ ...context, ...account }, suiteContextOf({ ...context, ...account }, surface));
      const stop = (): void => void client.close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        const value = await perform(client, context);
        // A response that is missing because of an abort says nothing about the server.
        return signal.aborted ? null : got(value);
      } catch (error) {
        // An abort during a pause or a sign-in ends the exchange; any other error is an internal error.
        if (!signal.aborted) throw error;
        return null;
      } finally {
        signal.removeEventListener('abort', stop);
        await client.close();
      }
    },
  });
