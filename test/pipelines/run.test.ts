import { expect, test } from 'vitest';
import { requestFor } from '../../src/pipelines/request/index.ts';
import { run } from '../../src/pipelines/run.ts';
import { serveHttp } from '../gather/real-servers.ts';

test('a command without audits gathers only the evidence of its client table and its report', async () => {
  const port = await serveHttp((_request, response) => response.end('{}'));
  const { evidence, clients } = await run(requestFor({ command: 'clients', url: `http://127.0.0.1:${port}` }));
  expect(evidence.map(({ kind }) => kind)).toEqual(['addresses', 'listeners', 'name-service']);
  expect(clients.length).toBeGreaterThan(3);
});
