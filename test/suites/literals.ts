import type { Fresh, Session, Values } from '../../src/flows/contract.ts';
import { begin, readResponse, requestOf } from '../../src/flows/interpreter.ts';
import { namesOf } from '../../src/flows/workload.ts';
import type { HttpRequest, HttpResponse } from '../../src/model/http.ts';
import type { SuiteId } from '../../src/model/suite.ts';
import { workloadFor } from '../../src/suites/index.ts';
import { suiteContext } from '../load/measured.ts';

/** A token with nothing in it but the claims that are read; the signature is never looked at. */
export const jwt = (claims: Readonly<Record<string, unknown>>): string =>
  ['{"alg":"HS256"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

const names = namesOf(suiteContext.site, { username: 'ada', password: 'pass phrase' });
const fresh: Fresh = { n: 1, uuid: '', nowMs: 2_000_000 };

export const sessionWith = (access: string, refresh: string | null): Session => ({
  values: { access, ...(refresh === null ? {} : { refresh }) },
  cookies: [],
});

export const response = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: {},
  setCookies: [],
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** The one exchange of a built-in suite: its request, and how a response to it is read. */
export function exchangeOf(suite: SuiteId, session: Session) {
  const { flow } = workloadFor(suiteContext, suite);
  const [step] = flow.steps;
  if (step === undefined) throw new Error(`${suite} has no step`);
  const iteration = begin(flow, session, names, fresh);
  const stated = requestOf(step, iteration);
  if (!stated.ok) throw new Error(stated.because);
  const { request }: { readonly request: HttpRequest } = stated;
  return {
    request,
    /** The values of the session after a right response, or why it is wrong. */
    read(status: number, body: unknown): Values | string {
      const read = readResponse(step, response(status, body), request.path, iteration);
      return read.right ? read.iteration.session.values : read.because;
    },
  };
}
