import { gravestCode } from '../model/exit-codes.ts';

/** The exit code of a command that measured several servers. */
export const worstCode = (codes: readonly number[]): number => gravestCode(codes);
