import { expect, test } from 'vitest';
import { compileFlow } from '../../../../src/flows/compile.ts';
import { importCurl } from '../../../../src/flows/import/index.ts';
import { otherBrowsers } from './browsers.ts';
import { chromeBash, chromeCmd } from './chrome.ts';
import { tools } from './tools.ts';

const cases = [
  ...Object.entries(chromeBash).map(([title, each]) => [`Chrome, bash: ${title}`, each] as const),
  ...Object.entries(chromeCmd).map(([title, each]) => [`Chrome, cmd: ${title}`, each] as const),
  ...Object.entries({ ...otherBrowsers, ...tools }),
];

test('at least thirty commands are read', () => expect(cases.length).toBeGreaterThanOrEqual(30));

test.each(cases)('%s', (_title, { text, origin = 'http://localhost:3000', flow, secrets = {}, notes = [] }) => {
  expect(importCurl(text, { hasAccount: false })).toEqual({ flows: [flow], origin, secrets, notes });
});

test.each(cases)('%s: the flow compiles, and no secret is in it', (_title, { text }) => {
  const { flows, notes, secrets } = importCurl(text, { hasAccount: false });
  for (const flow of flows) expect(() => compileFlow(flow)).not.toThrow();
  const shown = JSON.stringify({ flows, notes });
  expect(Object.values(secrets).filter((value) => shown.includes(value))).toEqual([]);
  expect(shown).not.toContain('hunter2');
});

test('with an account its session replaces authorization and cookie, and other secrets stay', () => {
  const text = `curl localhost:3000/a -H 'Authorization: Bearer hunter2' -b 'a=hunter2' -H 'X-Api-Key: k'`;
  const { flows, secrets, notes } = importCurl(text, { hasAccount: true });
  expect(flows[0]).toMatchObject({
    needs: 'session',
    steps: [{ headers: { 'x-api-key': '{{env.CURL_X_API_KEY}}', accept: '*/*' } }],
  });
  expect(secrets).toEqual({ CURL_X_API_KEY: 'k' });
  expect(notes).toEqual([
    'Headers were left out, since the session of the account replaces them: authorization, cookie.',
  ]);
});
