import type { SelfCheckSignal } from '../../model/suite.ts';

type Level = SelfCheckSignal['level'];

/** Green up to `yellow`, yellow up to `red`, red above. */
export const levelAbove = (value: number, yellow: number, red: number): Level =>
  value > red ? 'red' : value > yellow ? 'yellow' : 'green';

export const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
