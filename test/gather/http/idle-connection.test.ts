import { createServer, type Server } from 'node:http';
import { expect, test } from 'vitest';
import { keepAliveHoldsWorker } from '../../../src/audit/http/keep-alive-holds-worker.ts';
import { idleConnectionBlocksServer } from '../../../src/audit/http/idle-connection-blocks-server.ts';
import { gatherIdleConnection } from '../../../src/gather/http/idle-connection.ts';
import { gatherKeepAlive } from '../../../src/gather/http/keep-alive.ts';
import { oneConnectionAtATime, Turns } from '../../../src/lab/servers/turns.ts';
import type { IdleConnection } from '../../../src/model/idle-connection.ts';
import { addressesOf, answering, at } from '../../audit/literals.ts';
import { contextFor, listeningOnLoopback, serveHttp } from '../real-servers.ts';

const reached = addressesOf({ '127.0.0.1': [answering('127.0.0.1')] });

async function gathered(port: number): Promise<IdleConnection> {
  const outcome = await gatherIdleConnection(contextFor(port), reached);
  if (outcome?.ok !== true) throw new Error(outcome?.message);
  return outcome.value;
}

const outcomesOn = (seen: IdleConnection): readonly string[] =>
  [idleConnectionBlocksServer, keepAliveHoldsWorker].map(
    (rule) => rule.check({ addresses: reached, 'idle-connection': seen }, at()).outcome,
  );

const answeringHttp = (connection: 'close' | 'keep-alive'): Server =>
  createServer((_request, response) => response.setHeader('connection', connection).end('hello'));

const oneAtATime = (server: Server): Promise<number> => listeningOnLoopback(oneConnectionAtATime(server, new Turns()));

test('a server with an event loop answers beside an idle connection', async () => {
  const port = await serveHttp((_request, response) => response.end('hello'));
  expect(outcomesOn(await gathered(port))).toEqual(['pass', 'pass']);
});

test('a server that reads one connection at a time is blocked by a silent one, until that one ends', async () => {
  const seen = await gathered(await oneAtATime(answeringHttp('close')));
  expect(seen.trials).toMatchObject([{ form: 'silent', waitMs: null, closedMs: null }]);
  expect(outcomesOn(seen)).toEqual(['fail', 'not-applicable']);
});

test('a worker that stays with a used connection is blocked by that one only', async () => {
  const turns = new Turns();
  const port = await serveHttp((request, response) => turns.take(request.socket, () => response.end('hello')));
  expect(outcomesOn(await gathered(port))).toEqual(['pass', 'fail']);
});

test('the comparison of new and kept-alive connections never waits for its own connection', async () => {
  const seen = await gatherKeepAlive(contextFor(await oneAtATime(answeringHttp('keep-alive'))), reached);
  expect(seen.ok && [seen.value.fresh.length, seen.value.reused.length]).toEqual([10, 9]);
});

test('slow answers are not tried beside an idle connection', async () => {
  const port = await serveHttp((_request, response) => void setTimeout(() => response.end('hello'), 600));
  expect(await gatherIdleConnection(contextFor(port), reached)).toMatchObject({ ok: false, code: 'slow-answers' });
});

test('an abort ends it', async () => {
  const port = await serveHttp((_request, response) => response.end('hello'));
  expect(await gatherIdleConnection(contextFor(port, { signal: AbortSignal.abort() }), reached)).toBeNull();
});
