import { describe, expect, test } from 'vitest';
import type { Algorithm } from '../../src/clients/contract.ts';
import { clientStacks } from '../../src/clients/index.ts';
import { predictClients } from '../../src/clients/predict.ts';
import { realClients } from '../../src/gather/network/real-clients/index.ts';
import { accepted, situation } from './situation.ts';

const ids = clientStacks.map(({ id }) => id);

const timersOf = (algorithm: Algorithm): readonly number[] =>
  Object.values(algorithm).filter((value) => typeof value === 'number');

test('ids and titles are unique', () => {
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(clientStacks.map(({ title }) => title)).size).toBe(ids.length);
});

test('the catalogue contains the clients that developers use', () => {
  expect(ids.length).toBeGreaterThanOrEqual(22);
  expect(ids).toEqual(expect.arrayContaining(['chrome', 'firefox', 'safari', 'python-requests', 'dotnet-http-client']));
});

describe.each(clientStacks)('$id', (client) => {
  test('has an id in kebab-case, versions and a source', () => {
    expect(client.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(client.versions).not.toBe('');
    expect(client.source.length).toBeGreaterThan(10);
  });

  test('has no timer of zero', () => {
    expect(timersOf(client.algorithm).every((ms) => ms > 0)).toBe(true);
  });

  test('claims a measurement only where its source names the version that was measured', () => {
    expect(client.source.includes('measured with')).toBe(client.certainty === 'measured');
  });
});

test('every client connects at once where both addresses accept', () => {
  const answers = predictClients(situation([accepted('::1'), accepted('127.0.0.1')]));
  expect(answers.map(({ predicted }) => [predicted.outcome, predicted.ms])).toEqual(ids.map(() => ['connects', 0]));
});

describe('each client that is timed has a prediction', () => {
  const versions = ['0.1', '3.1.7', '3.9.5', '3.10.0', '3.4.1', '7.77.0', '7.88.1', '8.2.0', '8.2.1', '8.12.1'];
  const later = ['8.16.0', '8.22.0', '16.20.2', '18.20.8', '20.20.2', '24.21.0', '25.9.0', '26.10.0'];
  test.each(realClients)('$runtime', (client) => {
    expect(ids).toEqual(expect.arrayContaining([...versions, ...later].map((version) => client.idFor(version))));
  });

  test.each([
    ['curl', '7.77.0', 'curl-7-77'],
    ['curl', '7.88.1', 'curl-7-78'],
    ['curl', '8.2.0', 'curl-7-78'],
    ['curl', '8.2.1', 'curl-8-2-1'],
    ['curl', '8.9.1', 'curl-8-2-1'],
    ['curl', '8.10.0', 'curl-8-10'],
    ['curl', '8.16.0', 'curl-8-16'],
    ['curl', '8.22.0-rc1', 'curl-8-22'],
    ['node-http', '16.20.2', 'node-http-16'],
    ['node-http', '18.20.8', 'node-http-18'],
    ['node-http', '24.21.0', 'node-http-20'],
    ['node-http', '25.9.0', 'node-http-25'],
    ['node-fetch', '26.10.0', 'node-fetch-25'],
    ['python-aiohttp', '3.9.5', 'python-aiohttp-3-9'],
    ['python-aiohttp', '3.10.0', 'python-aiohttp-3-10'],
    ['ruby', '3.3.9', 'ruby-net-http-3-3'],
    ['ruby', '3.4.1', 'ruby-net-http-3-4'],
  ])('%s %s is %s', (runtime, version, id) => {
    expect(realClients.find((client) => client.runtime === runtime)?.idFor(version)).toBe(id);
  });
});
