/** `npm run bench:matrices` tries every combination. `npm test` has each member of each list at least once. */
const isWhole = process.env['MATRIX'] === 'whole';

/** Each member of both lists in as few pairs as possible, or all pairs. */
export const pairs = <A, B>(first: readonly A[], second: readonly B[]): readonly (readonly [A, B])[] =>
  first.flatMap((a, i) =>
    second.flatMap((b, j) => {
      const isNeeded = first.length >= second.length ? i % second.length === j : j % first.length === i;
      return isWhole || isNeeded ? [[a, b] as const] : [];
    }),
  );

/** The member at an index, or all members: for a list of which another test has every member. */
export const oneOf = <A>(list: readonly A[], index: number): readonly A[] =>
  isWhole ? list : list.slice(index, index + 1);
