/** The evidence without the requests that show it. */
export const withoutShown = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'shown' ? undefined : inner))) as T;
