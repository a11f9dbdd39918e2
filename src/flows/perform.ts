import type { Exchanged, HttpRequest } from '../model/http.ts';
import type { CompiledFlow } from './compile.ts';
import type { Fresh, Names, Session } from './contract.ts';
import { begin, type Iteration, checkResponse, buildRequest, type WrongResponse } from './interpreter.ts';

export type Send = (request: HttpRequest) => Promise<Exchanged>;

/** The result of one iteration. `line` is the method and path of its last request. `exchanged` is null where none was sent. */
export type Performed =
  | { readonly right: true; readonly session: Session; readonly line: string; readonly exchanged: Exchanged | null }
  | WrongIteration;

/** An iteration that ended at a wrong step. */
export interface WrongIteration extends WrongResponse {
  readonly line: string;
  /** The request of the wrong step; null where a value for it was missing. */
  readonly request: HttpRequest | null;
  readonly exchanged: Exchanged | null;
}

/** Runs one iteration of a flow that is not measured: sign-ins, renewals and the exchanges of security checks. */
export async function perform(
  flow: CompiledFlow,
  before: Session,
  { names, fresh, send }: { readonly names: Names; readonly fresh: Fresh; readonly send: Send },
): Promise<Performed> {
  let iteration: Iteration = begin(flow, before, names, fresh);
  let line = '';
  let exchanged: Exchanged | null = null;
  for (const step of flow.steps) {
    const built = buildRequest(step, iteration);
    if (!built.ok) {
      const { because } = built;
      return { right: false, because, line: `${step.method} step "${step.id}"`, request: null, exchanged };
    }
    const { request } = built;
    line = `${request.method} ${request.path}`;
    exchanged = await send(request);
    if (!exchanged.answered) return { right: false, because: exchanged.code, line, request, exchanged };
    const checked = checkResponse(step, exchanged.response, request.path, iteration);
    if (!checked.right) return { ...checked, line, request, exchanged };
    ({ iteration } = checked);
  }
  return { right: true, session: iteration.session, line, exchanged };
}
