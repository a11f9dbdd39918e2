import type { Flow } from '../../contract.ts';
import type { RawBody } from '../body.ts';
import type { ImportOptions } from '../contract.ts';
import { at, entriesOf, listAt } from '../document.ts';
import { type Draft, exchangeOf, isWrite, WRITES } from '../exchange.ts';
import { idOf, shownRequest, targetOf } from '../target.ts';
import { fixed } from '../template-text.ts';
import type { Vault } from '../vault.ts';
import { parametersOf, placed } from './parameters.ts';
import type { Resolve } from './references.ts';
import { exampleBody } from './request-body.ts';
import { isEventStream, isJson, otherType, responseTypes } from './responses.ts';

/** One operation of a document. */
export interface Operation {
  readonly method: Draft['method'];
  /** As in the document, like `/items/{id}`. */
  readonly path: string;
  readonly pathItem: unknown;
  readonly operation: unknown;
}

/** The parts of a document that all operations use. */
export interface Context {
  readonly document: unknown;
  readonly resolve: Resolve;
  readonly prefix: string;
  readonly options: ImportOptions;
  readonly vault: Vault;
}

export type Made =
  | { readonly kind: 'flow'; readonly flow: Flow }
  | { readonly kind: 'left-out'; readonly because: string; readonly example: string };

/** Whether no alternative of the security requirements is empty. Those of the operation replace those of the document. */
function needsSession(document: unknown, operation: unknown): boolean {
  const own = at(operation, 'security');
  const required = Array.isArray(own) ? (own as readonly unknown[]) : listAt(document, 'security');
  return required.length > 0 && required.every((each) => Object.keys(entriesOf(each)).length > 0);
}

/** A clause for the note on what is left out before its parameters are read. */
function refusal({ method, operation }: Operation, { document, options }: Context): string | null {
  if (at(operation, 'deprecated') === true) return 'that are deprecated';
  if (isWrite(method) && !options.includeWrites) return WRITES;
  if (needsSession(document, operation) && !options.hasAccount) return 'that need a session (add --user NAME)';
  return null;
}

export function flowOf(given: Operation, context: Context): Made {
  const { method, path, pathItem, operation } = given;
  const { document, resolve, prefix } = context;
  const shown = shownRequest(method, fixed(path));
  const leftOut = (because: string, example = shown): Made => ({ kind: 'left-out', because, example });
  const refused = refusal(given, context);
  if (refused !== null) return leftOut(refused);
  const types = responseTypes(document, operation, resolve);
  if (isEventStream(types)) return leftOut('of event streams, which do not end,');
  const parameters = placed(path, parametersOf(pathItem, operation, resolve), resolve);
  if (parameters.kind === 'missing') {
    return leftOut('without an example of a required parameter', `${shown} needs ${parameters.name}`);
  }
  const body = isWrite(method) ? exampleBody(document, operation, resolve) : null;
  if (isWrite(method) && body === null) return leftOut('without an example of the body');
  const query = parameters.query.length === 0 ? '' : `?${parameters.query.join('&')}`;
  const target = targetOf(fixed(`${prefix}${parameters.path}${query}`));
  return { kind: 'flow', flow: flowWith(given, { ...parameters, method, target, body, types }, context) };
}

function flowWith(
  { method, path, operation }: Operation,
  draft: Omit<Draft, 'body'> & { readonly body: RawBody | null; readonly types: readonly string[] },
  { document, options, vault, prefix }: Context,
): Flow {
  const accept = otherType(draft.types);
  const headers = [...draft.headers, ...(accept === null ? [] : [{ name: 'accept', value: fixed(accept) }])];
  const exchange = exchangeOf({ method, target: draft.target, headers, body: draft.body }, vault);
  return {
    id: idOf(method, `${prefix}${fixed(path)}`),
    title: shownRequest(method, exchange.path),
    noun: 'a request',
    needs: options.hasAccount && needsSession(document, operation) ? 'session' : 'nothing',
    steps: [{ id: method.toLowerCase(), ...exchange, ...(isJson(draft.types) ? { expect: { json: true } } : {}) }],
  };
}
