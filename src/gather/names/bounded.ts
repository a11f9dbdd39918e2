/** One dead name server costs 5 s (resolv.conf(5), `timeout`), two attempts 10 s: nobody waits for more here. */
const LONGEST_LOOKUP_MS = 10_000;

/** getaddrinfo cannot be cancelled; it can be left alone. */
export async function bounded<T>(lookup: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    const late = Object.assign(new Error('the resolver did not answer'), { code: 'ETIMEOUT' });
    timer = setTimeout(() => reject(late), LONGEST_LOOKUP_MS);
  });
  return Promise.race([lookup, timeout]).finally(() => clearTimeout(timer));
}
