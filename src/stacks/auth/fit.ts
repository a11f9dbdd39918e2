import type { Exchange, Flow } from '../../flows/contract.ts';
import type { Site } from '../../flows/workload.ts';
import type { AuthStack } from './contract.ts';

type Known = Pick<Site, 'bind' | 'client'>;

const BIND_SLOT = /\{\{\s*bind\.([^{}\s]+)\s*\}\}/g;

/** The facts of `bind` that a flow or a path needs. */
export const bindNamesIn = (value: Flow | string): readonly string[] => [
  ...new Set([...JSON.stringify(value).matchAll(BIND_SLOT)].flatMap(([, name]) => (name === undefined ? [] : [name]))),
];

/** The fact by which a server says that it accepts a client's secret only in the body. */
export const CLIENT_AUTH = 'client_auth';

/**
 * The stack for one server. Flows and paths that need unknown facts are left out, except the login, and the client is
 * shown in the way that it can be: by Basic, in the body, or by its id alone.
 */
export const fitted = (stack: AuthStack, known: Known): AuthStack => ({
  ...stack,
  login: withClient(stack.login, known),
  refresh: fittedFlow(stack.refresh, known),
  logout: fittedFlow(stack.logout, known),
  apiPaths: stack.apiPaths
    .filter((path) => isKnown(path, known))
    .map((path) => path.replaceAll(BIND_SLOT, (_slot, name: string) => known.bind[name] ?? '')),
});

const isKnown = (value: Flow | string, { bind }: Known): boolean =>
  bindNamesIn(value).every((name) => Object.hasOwn(bind, name));

const fittedFlow = (flow: Flow | null, known: Known): Flow | null =>
  flow !== null && isKnown(flow, known) ? withClient(flow, known) : null;

const withClient = (flow: Flow, known: Known): Flow => ({
  ...flow,
  steps: flow.steps.map((step) => {
    const fields = step.present === 'client-basic' ? clientFields(step, known) : null;
    if (fields === null || step.body === undefined || !('form' in step.body)) return step;
    return { ...step, present: 'none', body: { form: { ...step.body.form, ...fields } } };
  }),
});

/** The fields that show the client in the body; null for Basic (RFC 6749 §2.3.1). */
function clientFields({ body }: Exchange, { client, bind }: Known): Readonly<Record<string, string>> | null {
  const isInBody = bind[CLIENT_AUTH] === 'client_secret_post';
  if (isClientGrant(body)) return isInBody ? { client_id: '{{client.id}}', client_secret: '{{client.secret}}' } : null;
  if (client.id === '') return bind['client_id'] === undefined ? {} : { client_id: '{{bind.client_id}}' };
  if (client.secret === '') return { client_id: '{{client.id}}' };
  return isInBody ? { client_id: '{{client.id}}', client_secret: '{{client.secret}}' } : null;
}

/** A client signs in for itself: without another client the account is one, and is shown with its secret. */
const isClientGrant = (body: Exchange['body']): boolean =>
  body !== undefined && 'form' in body && body.form['grant_type'] === 'client_credentials';
