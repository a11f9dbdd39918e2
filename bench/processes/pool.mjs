// Generator processes that measure a GET of a local server, as `whyslow load --processes N` does.

import { startGenerators } from '../../dist/load/processes/pool.js';
import { simplejwt } from '../../dist/stacks/auth/simplejwt.js';
import { workloadFor } from '../../dist/suites/index.js';

const users = (connections) =>
  Array.from({ length: connections }, (_, index) => ({
    credentials: { username: `user${index}`, password: 'pass phrase' },
    session: { values: { access: `first-access-${index}`, refresh: `first-refresh-${index}` }, cookies: [] },
  }));

/** Also with one process the generator runs in a process of its own, so that only the number differs. */
export function generatorPool(processes) {
  const pool = startGenerators(processes);
  return {
    processes,
    stop: pool.stop,
    async measure({ port, connections, ms }) {
      const suite = 'api';
      const origin = `http://127.0.0.1:${port}`;
      const site = { origin, client: { id: '', secret: '' }, env: {}, bind: {} };
      const shape = { suite, connection: 'kept-alive', connections, share: 1, judged: true, perSecond: null };
      const { result } = await pool.measure(
        {
          suite,
          workload: workloadFor({ stack: simplejwt, apiPath: '/api/me/', site }, suite),
          target: { url: `${origin}/`, scheme: 'http', host: '127.0.0.1', port, path: '/' },
          arm: 'target',
          users: users(connections),
          connection: 'kept-alive',
          model: { kind: 'closed' },
          warmUp: 'until-steady',
          requests: Infinity,
          maxTimeMs: ms,
          limit: null,
          untilSure: false,
          tickMs: 500,
          signal: new AbortController().signal,
        },
        { ...shape, floorAnew: false },
      );
      return result;
    },
  };
}
