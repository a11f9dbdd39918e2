import { at, entriesOf } from '../../flows/import/document.ts';
import { any, inShort, mark } from './marks.ts';
import { type Bind, type DetectionRule, get } from './detection.ts';

/** A mark in an OpenAPI document at one of these paths. @param text what the document shows. */
export const inOpenApi = (
  paths: readonly string[],
  text: string,
  see: (document: unknown) => boolean | Bind,
): DetectionRule =>
  inShort(
    `the OpenAPI document ${text}`,
    any(
      ...paths.map((path) =>
        mark(get(path), text, ({ status, json }) => status === 200 && at(json, 'paths') !== undefined && see(json)),
      ),
    ),
  );

/** The path of the operation of which this is true; null where there is none. */
export function pathOf(
  document: unknown,
  method: 'get' | 'post',
  isIt: (operation: unknown, path: string) => boolean,
): string | null {
  for (const [path, item] of Object.entries(entriesOf(at(document, 'paths')))) {
    const operation = at(item, method);
    if (operation !== undefined && path.startsWith('/') && isIt(operation, path)) return path;
  }
  return null;
}
