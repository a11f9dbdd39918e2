import type { CompiledFlow } from '../flows/compile.ts';
import { type RightResponse, rightResponses } from '../flows/right-response.ts';

/** More digits than a run can use. The null target overwrites each occurrence with its counter. */
export const COUNTER = '------------';

/** Right responses to a flow as HTTP texts, with places for the counter of the null target. */
export const nullResponses = (flow: CompiledFlow): readonly string[] => rightResponses(flow, COUNTER).map(asText);

const NO_BODY: ReadonlySet<number> = new Set([204, 304]);

function asText({ status, headers, body }: RightResponse): string {
  const sent = NO_BODY.has(status) ? '' : body;
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${status} OK\r\n${lines}content-length: ${Buffer.byteLength(sent)}\r\n\r\n${sent}`;
}
