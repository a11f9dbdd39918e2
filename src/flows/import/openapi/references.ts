import { at, textAt } from '../document.ts';
import { decoded } from '../target.ts';

/** Follows `$ref` inside the document. Undefined for a reference to another file, to nothing, or to itself. */
export type Resolve = (value: unknown) => unknown;

/** Longer chains of references are circles. */
const MOST_HOPS = 20;

export const resolverOf = (document: unknown): Resolve => {
  const target = (pointer: string): unknown =>
    pointer
      .slice('#/'.length)
      .split('/')
      .map((part) => decoded(part).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce(
        (value: unknown, key) => (Array.isArray(value) ? (value as unknown[])[Number(key)] : at(value, key)),
        document,
      );
  return (value) => {
    let found = value;
    for (let hop = 0; hop < MOST_HOPS; hop += 1) {
      const pointer = textAt(found, '$ref');
      if (pointer === null) return found;
      if (!pointer.startsWith('#/')) return undefined;
      found = target(pointer);
    }
    return undefined;
  };
};
