/** The keys of one shard. A script gets each key that it touches in KEYS, because Redis Cluster moves slots key by key. */
export const keysOf = (prefix: string) => ({
  user: (id: number | string) => `${prefix}user:${id}`,
  name: (lowerCaseName: string) => `${prefix}name:${lowerCaseName}`,
  session: (id: string) => `${prefix}session:${id}`,
  token: (hash: string) => `${prefix}token:${hash}`,
  failures: (attempt: string) => `${prefix}failures:${attempt}`,
  /** The number of users. */
  users: `${prefix}users`,
  ready: `${prefix}ready`,
  log: `${prefix}audit`,
  head: `${prefix}audit:head`,
});

export type Keys = ReturnType<typeof keysOf>;
