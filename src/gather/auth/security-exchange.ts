import type { EvidenceValues, GatheredKind } from '../../model/evidence.ts';
import { got } from '../../model/outcome.ts';
import { type Gatherer, gatherer } from '../contract.ts';
import type { AuthClient } from './contract.ts';
import { openAuthClient } from './client.ts';
import { suiteContextOf } from './suite-context.ts';

type SecurityExchange<K extends GatheredKind> = Pick<Gatherer<K>, 'kind' | 'title' | 'harm' | 'budgetMs' | 'sends'> & {
  perform(client: AuthClient): Promise<EvidenceValues[K]>;
};

/** One exchange that a security check needs, after the load. A server that refuses or fails is an answer, not an error. */
export const securityExchange = <const K extends GatheredKind>({ perform, ...described }: SecurityExchange<K>) =>
  gatherer({
    ...described,
    when: 'after',
    needs: ['account', 'auth-surface'],
    async gather({ account, 'auth-surface': surface }, context) {
      const { signal } = context;
      const client = openAuthClient({ ...context, ...account }, suiteContextOf(context.target, surface));
      const stop = (): void => void client.close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        const value = await perform(client);
        // After an abort no answer came, and that is no answer of the server.
        return signal.aborted ? null : got(value);
      } catch (error) {
        // An abort in the middle of a pause or a sign-in ends the exchange; anything else is ours and must show.
        if (!signal.aborted) throw error;
        return null;
      } finally {
        signal.removeEventListener('abort', stop);
        await client.close();
      }
    },
  });
