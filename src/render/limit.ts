const MS_PER_UNIT: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000 };

/** The limit of a threshold in ms. Null where the threshold is not a time. */
export function limitMsOf(target: string): number | null {
  const [, digits = '', unit = ''] = /[<>]=? *(\d+(?:\.\d+)?) *(us|ms|s)$/.exec(target) ?? [];
  const factor = MS_PER_UNIT[unit];
  return factor === undefined ? null : Number(digits) * factor;
}
