/** How likely at least `k` of `n` fair coins show heads: the tail of the sign test for `n` paired differences. */
export function signTail(n: number, k: number): number {
  let term = 0.5 ** n;
  let tail = 0;
  for (let heads = 0; heads <= n; heads += 1) {
    if (heads >= k) tail += term;
    term *= (n - heads) / (heads + 1);
  }
  return tail;
}
