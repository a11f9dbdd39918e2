import type { Exchanged, HttpRequest } from '../model/http.ts';
import type { CompiledFlow } from './compile.ts';
import type { Fresh, Names, Session } from './contract.ts';
import { begin, type Iteration, readResponse, requestOf } from './interpreter.ts';

export type Send = (request: HttpRequest) => Promise<Exchanged>;

/** How one iteration ended. `line` is the method and path of its last request; `exchanged` is null where nothing was sent. */
export type Performed =
  | { readonly right: true; readonly session: Session; readonly line: string; readonly exchanged: Exchanged | null }
  | { readonly right: false; readonly because: string; readonly line: string; readonly exchanged: Exchanged | null };

/** One iteration of a flow, off the clock: sign-ins, renewals and the exchanges of security checks. */
export async function perform(
  flow: CompiledFlow,
  before: Session,
  { names, fresh, send }: { readonly names: Names; readonly fresh: Fresh; readonly send: Send },
): Promise<Performed> {
  let iteration: Iteration = begin(flow, before, names, fresh);
  let line = '';
  let exchanged: Exchanged | null = null;
  for (const step of flow.steps) {
    const stated = requestOf(step, iteration);
    if (!stated.ok)
      return { right: false, because: stated.because, line: `${step.method} step "${step.id}"`, exchanged };
    const { request } = stated;
    line = `${request.method} ${request.path}`;
    exchanged = await send(request);
    if (!exchanged.answered) return { right: false, because: exchanged.code, line, exchanged };
    const read = readResponse(step, exchanged.response, request.path, iteration);
    if (!read.right) return { right: false, because: read.because, line, exchanged };
    ({ iteration } = read);
  }
  return { right: true, session: iteration.session, line, exchanged };
}
