import { z } from 'zod';
import { ToolError } from '../../model/error.ts';
import { durationMs } from '../values.ts';

/** Schemas of single fields; each error names the expected value. */
export const text = (expected: string): z.ZodString => z.string({ error: expected }).min(1, { error: expected });

export const count = (expected = 'a whole number from 1 up'): z.ZodInt =>
  z.int({ error: expected }).min(1, { error: expected });

export const flag = z.boolean({ error: 'true or false' });

export const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names, { error: `one of ${names.join(', ')}` });

export const listOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z
    .array(oneOf(names), { error: `a list of ${names.join(', ')}` })
    .min(1, { error: `at least one of ${names.join(', ')}` });

/** A text that is parsed by the same function as the flag of the same name. */
export const parsedText = <T>(expected: string, read: (value: string) => T) =>
  text(expected).transform((value, context): T => attempt(() => read(value), { value, expected, context }));

interface Attempt {
  readonly value: unknown;
  readonly expected: string;
  readonly context: { readonly issues: unknown[] };
  /** The place of an issue below the value. */
  readonly path?: readonly PropertyKey[];
}

/** The result, or an issue: a ToolError has a complete message; for other errors the expected value is named. */
export function attempt<T>(read: () => T, { value, expected, context, path = [] }: Attempt): T {
  try {
    return read();
  } catch (error) {
    const issue =
      error instanceof ToolError ? { message: error.message, params: { whole: true } } : { message: expected };
    context.issues.push({ code: 'custom', input: value, path: [...path], ...issue });
    return z.NEVER;
  }
}

export const duration = (what: string) =>
  parsedText('a duration like 10s, 500ms or 2m', durationMs).meta({ description: what, examples: ['10s'] });

export const names = <T extends string>(all: readonly T[]): [T, ...T[]] => {
  const [first, ...rest] = all;
  if (first === undefined) throw new Error('the list of names is empty');
  return [first, ...rest];
};
