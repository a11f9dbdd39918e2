import type { SuiteResult } from './suite.ts';
import { endText } from './trial-end.ts';

/** The failed responses by kind: "300 × 429", "12 × status 500". */
export function answersInstead({ throttled, reasons, ended }: SuiteResult): string {
  const kinds = [
    ...(throttled === 0 ? [] : [['429', throttled] as const]),
    ...Object.entries(reasons).toSorted(([, a], [, b]) => b - a),
  ];
  const counted = kinds.length === 0 ? 'none at all' : kinds.map(([kind, count]) => `${count} × ${kind}`).join(', ');
  return ended === null ? counted : `${counted}; ${endText(ended)}`;
}
