import { expect, test } from 'vitest';
import { detectionBy, detectStack } from '../../../src/gather/auth/detect-stack.ts';
import { openProber, type Prober } from '../../../src/gather/auth/prober.ts';
import type { HttpRequest } from '../../../src/model/http.ts';
import { authStacks } from '../../../src/stacks/auth/index.ts';
import { responseOf, type ShownServer } from './shown/contract.ts';
import { shownServers } from './shown/index.ts';
import { otherServers } from './shown/none.ts';

function proberOn(server: ShownServer): { readonly prober: Prober; readonly sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const prober = openProber(async (request) => {
    sent.push(request);
    return { answered: true, response: responseOf(server, request) };
  }, server.urlPath ?? '/');
  return { prober, sent };
}

const detectable = authStacks.filter(({ detection }) => detection !== null);

test('each stack with marks has a server in the table', () =>
  expect(new Set(shownServers.map(({ stack }) => stack))).toEqual(new Set(detectable.map(({ id }) => id))));

test.each(shownServers.map((server) => [server.title, server] as const))(
  '%s is recognised as itself, and by its marks',
  async (_title, server) => {
    const detected = await detectStack(proberOn(server).prober);
    expect(detected?.stack.id).toBe(server.stack);
    expect(detected?.marks.length).toBeGreaterThan(0);
    expect(detected?.bind).toEqual(server.bind ?? detected?.bind);
  },
);

test.each(shownServers.map((server) => [server.title, server] as const))(
  '%s shows the marks of no other stack',
  async (_title, server) => {
    const matching: string[] = [];
    for (const { id, detection } of detectable) {
      const found = detection === null ? null : await detectionBy(detection, proberOn(server).prober);
      if (found !== null) matching.push(id);
    }
    expect(matching.filter((id) => id !== server.stack)).toEqual(server.alsoShows ?? []);
  },
);

test.each(otherServers.map((server) => [server.title, server] as const))(
  '%s is no stack of the catalogue',
  async (_title, server) => {
    const { prober, sent } = proberOn(server);
    expect(await detectStack(prober)).toBe(null);
    expect(sent.filter(({ body }) => body !== null && body !== '' && body !== '{}')).toEqual([]);
  },
);

test.each(otherServers.map((server) => [server.title, server] as const))(
  '%s gets each request once, and not more than the bound',
  async (_title, server) => {
    const { prober, sent } = proberOn(server);
    await detectStack(prober);
    const lines = sent.map(({ method, path, body, headers }) => `${method} ${path} ${body} ${headers['accept']}`);
    expect(new Set(lines).size).toBe(lines.length);
    expect(prober.sent()).toBe(sent.length);
    expect(sent.length).toBeLessThan(150);
  },
);

test('after three requests without a response no further one is sent', async () => {
  let sent = 0;
  const prober = openProber(async () => {
    sent += 1;
    return { answered: false, code: 'timed-out', message: 'no answer' };
  }, '/');
  expect(await detectStack(prober)).toBe(null);
  expect(sent).toBe(3);
});
