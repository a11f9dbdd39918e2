import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { env, stderr, stdout } from 'node:process';
import { ToolError } from '../model/error.ts';
import { userNames } from '../reference/options.ts';
import { serveReference } from '../reference/listen.ts';
import { interruptible } from './interrupt.ts';

export interface ReferenceCommandOptions {
  readonly port: number;
  readonly users: number;
  readonly store?: string;
}

/** Serves until Ctrl-C, which finishes the requests in flight. */
export async function reference(options: ReferenceCommandOptions): Promise<void> {
  const given = env['WHYSLOW_PASSWORD'];
  const password = given === undefined || given === '' ? randomBytes(12).toString('base64url') : given;
  const file = databaseFile(options.store);
  const { signal, release } = interruptible();
  const serving = await serveReference({
    port: options.port,
    users: options.users,
    password,
    ...(file === null ? {} : { databaseFile: file }),
  });
  const names = userNames(options.users);
  stdout.write(`reference server on ${serving.url}, accounts ${names[0]} … ${names.at(-1)}\n`);
  // Printed to the terminal only: a pipe may end in a log.
  if (password !== given)
    stderr.write(`password, made for this start: ${stderr.isTTY ? password : 'set WHYSLOW_PASSWORD to know it'}\n`);
  if (!signal.aborted) await once(signal, 'abort');
  await serving.close();
  release();
}

function databaseFile(store: string | undefined): string | null {
  if (store === undefined) return null;
  const [, file = ''] = /^sqlite:(.+)$/.exec(store) ?? [];
  if (file === '') throw new ToolError('bad-store', `The store "${store}" is not understood. Expected sqlite:FILE.`);
  return file;
}
