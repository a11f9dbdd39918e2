import type { Credentials } from '../model/auth.ts';
import { ToolError } from '../model/error.ts';
import { readText } from '../system/text-file.ts';

/**
 * Reads accounts from a file, a line `NAME:PASSWORD` each. The virtual users take them in turn. No error repeats a line,
 * since it may be a password.
 * @throws ToolError `bad-accounts-file` (exit 2)
 */
export async function accountsIn(path: string): Promise<readonly Credentials[]> {
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new ToolError(
      'bad-accounts-file',
      `The accounts file ${path} cannot be read (${error.code}). Name another file with --accounts-file FILE.`,
    );
  });
  const accounts = text
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [accountOf(line, path, index + 1)]));
  if (accounts.length > 0) return accounts;
  throw new ToolError(
    'bad-accounts-file',
    `The accounts file ${path} is empty. Expected a line NAME:PASSWORD for each account.`,
  );
}

function accountOf(line: string, path: string, number: number): Credentials {
  const colon = line.indexOf(':');
  if (colon > 0 && colon < line.length - 1) return { username: line.slice(0, colon), password: line.slice(colon + 1) };
  throw new ToolError(
    'bad-accounts-file',
    `${path}:${number}: expected NAME:PASSWORD, and this line has another form.`,
  );
}
