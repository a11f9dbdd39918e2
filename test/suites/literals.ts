import type { Fresh, Session, Values } from '../../src/flows/contract.ts';
import { begin, checkResponse, buildRequest } from '../../src/flows/interpreter.ts';
import { namesOf } from '../../src/flows/workload.ts';
import type { HttpRequest, HttpResponse } from '../../src/model/http.ts';
import type { SuiteId } from '../../src/model/suite.ts';
import { workloadFor } from '../../src/suites/index.ts';
import { suiteContext } from '../load/measured.ts';

/** A token with only the claims that are used. Its signature is not checked. */
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

/** The single exchange of a built-in suite: its request, and the check of a response. */
export function exchangeOf(suite: SuiteId, session: Session) {
  const { flow } = workloadFor(suiteContext, suite);
  const [step] = flow.steps;
  if (step === undefined) throw new Error(`${suite} has no step`);
  const iteration = begin(flow, session, names, fresh);
  const built = buildRequest(step, iteration);
  if (!built.ok) throw new Error(built.because);
  const { request }: { readonly request: HttpRequest } = built;
  return {
    request,
    /** The values of the session after a right response, or the reason why it is wrong. */
    read(status: number, body: unknown): Values | string {
      const checked = checkResponse(step, response(status, body), request.path, iteration);
      return checked.right ? checked.iteration.session.values : checked.because;
    },
  };
}
