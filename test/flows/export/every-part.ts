import type { Flow } from '../../../src/flows/contract.ts';
import type { ExportPlan } from '../../../src/flows/export/contract.ts';

const tokens = { access: 'json:access', refresh: 'json:refresh' };

const login: Flow = {
  id: 'login',
  title: 'sign in',
  noun: 'a login',
  needs: 'nothing',
  captures: 'session',
  steps: [
    {
      id: 'login',
      method: 'POST',
      path: '/api/token/',
      body: { json: { username: '{{username}}', password: '{{password}}' } },
      capture: { ...tokens, lifetimeS: { from: 'json:expires_in', optional: true } },
      expect: { json: true },
    },
  ],
};

const refresh: Flow = {
  id: 'refresh',
  title: 'exchange the refresh token',
  noun: 'a refresh',
  needs: 'session',
  captures: 'session',
  steps: [
    {
      id: 'refresh',
      method: 'POST',
      path: '/api/token/refresh/',
      present: 'none',
      body: { json: { refresh: '{{session.refresh}}' } },
      capture: tokens,
      expect: { status: [200], json: true, renews: ['access', 'refresh'] },
    },
  ],
};

/** Steps with each kind of body, of capture and of expectation that the fixtures do not have. */
const own: Flow = {
  id: 'own-flow',
  title: 'a comment */ in a title',
  noun: 'an order',
  needs: 'session',
  steps: [
    {
      id: 'form',
      method: 'GET',
      path: '/form/{{cookie.lang}}',
      query: { q: 'a b', user: '{{username}}' },
      capture: { csrf: 'form:csrf', code: 'location:code', id: { from: 'header:X-Id', decode: 'url' } },
    },
    {
      id: 'file',
      method: 'POST',
      path: '/files/{{step.id}}?n={{n}}',
      headers: { 'x-csrf': '{{step.csrf}}', 'x-id': '{{uuid}}' },
      body: { multipart: { note: '{{n}}', file: { filename: 'a.txt', type: 'text/plain', content: 'of {{uuid}}' } } },
      expect: { status: [302, 303], location: '/done', notLocation: '/login' },
    },
    {
      id: 'text',
      method: 'PUT',
      path: '/text',
      present: 'client-basic',
      body: { text: '<a>{{n}}{{step.id}}</a>', type: 'text/xml' },
      expect: { contains: '<ok>' },
    },
    { id: 'fields', method: 'POST', path: '/fields', body: { multipart: { a: 'b' } } },
  ],
};

const read: Flow = {
  id: 'api',
  title: 'read a protected route',
  noun: 'an API call',
  needs: 'session',
  steps: [{ id: 'read', method: 'GET', path: '/api/me/', expect: { status: [200], json: true } }],
};

/** A plan with sessions that are renewed, with thresholds, and with each part that an export knows. */
export const everyPart: ExportPlan = {
  origin: 'http://localhost:8000',
  suites: [
    { id: 'refresh', title: refresh.title, begin: [login], repeat: [refresh], renewal: { by: 'itself' } },
    { id: 'api', title: read.title, begin: [login], repeat: [read], renewal: { by: 'flow', flow: refresh } },
    { id: 'own-flow', title: own.title, begin: [login], repeat: [own], renewal: { by: 'sign-in' } },
    { id: 'login', title: login.title, begin: [], repeat: [login], renewal: { by: 'itself' } },
  ],
  load: { kind: 'users', users: 2, amount: { by: 'duration', durationS: 30 } },
  thresholds: [
    { suite: 'refresh', statistic: 'p95', belowMs: 30 },
    { suite: 'api', statistic: 'mean', belowMs: 100 },
  ],
};
