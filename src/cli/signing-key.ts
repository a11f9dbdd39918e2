import { ToolError } from '../model/error.ts';

/**
 * The key of a variable of the environment. An error repeats no name, since it may be the key itself, written by mistake.
 * @throws ToolError `no-variable` (exit 2)
 */
export function signingKeyIn(name: string): string {
  const key = process.env[name];
  if (key !== undefined && key !== '') return key;
  throw new ToolError(
    'no-variable',
    'The environment variable that --signing-key-env names is not set, or empty. Set it to the key of the tokens.',
  );
}
