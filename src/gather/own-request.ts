import { compileFlow } from '../flows/compile.ts';
import type { Flow } from '../flows/contract.ts';
import { begin, buildRequest, emptySession } from '../flows/interpreter.ts';
import { namesOf } from '../flows/workload.ts';
import { whyUnsendable } from '../http/unsendable.ts';
import { freshValues } from '../load/fresh.ts';
import type { LoadPlan } from '../load/plan/contract.ts';
import type { HttpRequest, Method } from '../model/http.ts';
import type { GatherContext } from './context.ts';
import { siteOf } from './site.ts';

const WITH_BODY: ReadonlySet<Method> = new Set<Method>(['POST', 'PUT', 'PATCH']);

/**
 * Makes the first of the user's own flows that is one request with a body and needs no session, with new values for its
 * templates each time. Null where there is none.
 */
export function ownRequestOf(
  { target, values }: Pick<GatherContext, 'target' | 'values'>,
  { own }: Pick<LoadPlan, 'own'>,
): (() => HttpRequest) | null {
  const flow = own.find(isOneRequest);
  if (flow === undefined) return null;
  const compiled = compileFlow(flow);
  const names = namesOf(siteOf(target, values), { username: '', password: '' });
  const make = (): HttpRequest | null => {
    const [step] = compiled.steps;
    const built = step === undefined ? null : buildRequest(step, begin(compiled, emptySession, names, freshValues()));
    return built?.ok === true && whyUnsendable(built.request) === null ? built.request : null;
  };
  const first = make();
  return first === null ? null : () => make() ?? first;
}

function isOneRequest({ needs, cost, steps: [step, ...others] }: Flow): boolean {
  if (step === undefined || others.length > 0 || needs !== 'nothing' || cost === 'hash') return false;
  return WITH_BODY.has(step.method) && step.body !== undefined && step.origin !== 'auth';
}
