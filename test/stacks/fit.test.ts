import { expect, test } from 'vitest';
import { bindNamesIn, CLIENT_AUTH, fitted } from '../../src/stacks/auth/fit.ts';
import { keycloak } from '../../src/stacks/auth/keycloak.ts';
import { oauthClientCredentials } from '../../src/stacks/auth/oauth-client-credentials.ts';
import { oidc } from '../../src/stacks/auth/oidc.ts';

const noClient = { id: '', secret: '' };
const publicClient = { id: 'web', secret: '' };
const secretClient = { id: 'web', secret: 's3cret' };
const post = { [CLIENT_AUTH]: 'client_secret_post' };
const inBody = { client_id: '{{client.id}}', client_secret: '{{client.secret}}' };

test.each([
  ['without a client', oidc, noClient, {}, 'none', {}],
  ['without a client, at Keycloak', keycloak, noClient, keycloak.bind, 'none', { client_id: '{{bind.client_id}}' }],
  ['with a public client', oidc, publicClient, {}, 'none', { client_id: '{{client.id}}' }],
  ['with a secret', oidc, secretClient, {}, 'client-basic', {}],
  ['with a secret, where only the body is accepted', oidc, secretClient, post, 'none', inBody],
  ['with client credentials', oauthClientCredentials, noClient, {}, 'client-basic', {}],
  ['with client credentials in the body', oauthClientCredentials, noClient, post, 'none', inBody],
] as const)('a client is shown as it can be: %s', (_what, stack, client, bind, present, fields) => {
  const known = { client, bind: { token_path: '/token', ...bind } };
  const [step] = fitted(stack, known).login.steps;
  const form = step?.body !== undefined && 'form' in step.body ? step.body.form : {};
  const shown = Object.fromEntries(Object.entries(form).filter(([name]) => name.startsWith('client_')));
  expect({ present: step?.present, shown }).toEqual({ present, shown: fields });
});

test('a flow or a path with an unknown fact is left out, but not the login', () => {
  const stack = fitted(oidc, { client: noClient, bind: { token_path: '/token' } });
  expect(stack).toMatchObject({ logout: null, apiPaths: [] });
  expect(stack.refresh).not.toBe(null);
  expect(bindNamesIn(fitted(oidc, { client: noClient, bind: {} }).login)).toEqual(['token_path', 'scope']);
});

test('a path is filled in', () => {
  const bind = { token_path: '/token', userinfo_path: '/userinfo?$&' };
  expect(fitted(oidc, { client: noClient, bind }).apiPaths).toEqual(['/userinfo?$&']);
});
