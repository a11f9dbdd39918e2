/** A duration for sentences: "2.04 s", "44 ms", "0.4 ms". */
export function ms(value: number): string {
  if (value >= 999.5) return `${(value / 1_000).toFixed(2)} s`;
  if (value >= 9.95) return `${value.toFixed(0)} ms`;
  return `${value.toFixed(1)} ms`;
}
