import { JSON_TYPE } from '../body.ts';
import { at, entriesOf, listAt } from '../document.ts';
import type { Resolve } from './references.ts';

/** The media types of a right response; empty where the document names none. */
export function responseTypes(document: unknown, operation: unknown, resolve: Resolve): readonly string[] {
  const responses = entriesOf(at(operation, 'responses'));
  const right = ['200', ...Object.keys(responses).filter((status) => status.startsWith('2')), 'default'];
  const status = right.find((each) => Object.hasOwn(responses, each));
  const response = status === undefined ? undefined : resolve(responses[status]);
  const types = Object.keys(entriesOf(at(response, 'content')));
  if (types.length > 0 || at(response, 'schema') === undefined) return types;
  const own = listAt(operation, 'produces');
  return (own.length > 0 ? own : listAt(document, 'produces')).filter((type) => typeof type === 'string');
}

export const isJson = (types: readonly string[]): boolean => types.some((type) => JSON_TYPE.test(type));

/** A response of this type does not end. */
export const isEventStream = (types: readonly string[]): boolean =>
  types.length > 0 && types.every((type) => type.startsWith('text/event-stream'));

/** What to ask for where there is no JSON. */
export const otherType = (types: readonly string[]): string | null =>
  isJson(types) ? null : (types.find((type) => /^[\w*.+-]+\/[\w*.+-]+$/.test(type)) ?? null);
