/** From worst to best: what ended the tool, what kept it from measuring, what it found, what it does not know. */
const worstFirst: readonly number[] = [130, 143, 1, 2, 14, 15, 10, 11, 13, 12, 20, 0];

/** The exit code of a command that measured several servers. */
export const worstCode = (codes: readonly number[]): number => worstFirst.find((code) => codes.includes(code)) ?? 0;
