import { ok } from '../http/reply.ts';
import type { About, Route } from './contract.ts';
import { get } from './route.ts';
import { schemas } from './schemas.ts';

/** The route with the OpenAPI description of the given routes and itself. */
export function openapi(others: readonly Route[]): Route {
  const route = get('/openapi.json', { summary: 'This description.', answers: 'Document' }, async () => ok(document));
  const paths = [...others, route].map((described) => [templateOf(described.path), operationsOf(described)] as const);
  const document = {
    openapi: '3.1.0',
    info: { title: 'whyslow reference JWT auth server', version: '1' },
    paths: Object.fromEntries(paths),
    components: { schemas, securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  };
  return route;
}

const templateOf = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

function operationsOf({ method, path, about }: Route): object {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const inQuery = Object.entries(about.query ?? {}).map(([name, described]) => ({ name, in: 'query', ...described }));
  const operation = {
    summary: about.summary,
    parameters: [...inPath, ...inQuery],
    ...(about.body === undefined ? {} : { requestBody: bodyOf(about.body) }),
    ...(about.access === 'bearer' ? { security: [{ bearer: [] }] } : {}),
    responses: answersOf(about),
  };
  return { [method.toLowerCase()]: operation };
}

function bodyOf(fields: readonly string[]): object {
  const properties = Object.fromEntries(fields.map((field) => [field, { type: 'string', minLength: 1 }]));
  const schema = { type: 'object', required: fields, properties };
  return { required: true, content: { 'application/json': { schema } } };
}

function answersOf({ answers, refusals }: About): object {
  const success =
    answers === 'text'
      ? { 'text/plain': { schema: { type: 'string' } } }
      : { 'application/json': { schema: { $ref: `#/components/schemas/${answers}` } } };
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const refused = refusals.toSorted((a, b) => a - b);
  return {
    200: { description: 'Done.', content: success },
    ...Object.fromEntries(refused.map((status) => [status, { description: 'Refused.', content: problem }])),
  };
}
