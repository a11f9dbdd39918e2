/** An unreachable name server costs 5 s (resolv.conf(5), `timeout`) and two attempts cost 10 s. */
const LONGEST_LOOKUP_MS = 10_000;

/** getaddrinfo cannot be cancelled, so after the timeout its result is ignored. */
export async function bounded<T>(lookup: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    const late = Object.assign(new Error('the resolver did not answer'), { code: 'ETIMEOUT' });
    timer = setTimeout(() => reject(late), LONGEST_LOOKUP_MS);
  });
  return Promise.race([lookup, timeout]).finally(() => clearTimeout(timer));
}
