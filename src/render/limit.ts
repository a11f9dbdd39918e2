const MS_PER_UNIT: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000 };

/** The limit that a judged target states, in ms; null for one that is no time. */
export function limitMsOf(target: string): number | null {
  const [, digits = '', unit = ''] = /[<>]=? *(\d+(?:\.\d+)?) *(us|ms|s)$/.exec(target) ?? [];
  const factor = MS_PER_UNIT[unit];
  return factor === undefined ? null : Number(digits) * factor;
}
