import { env, stdin, stderr } from 'node:process';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { ToolError } from '../model/error.ts';
import { readText } from '../system/text-file.ts';
import type { PasswordSource } from './measure-settings.ts';

/**
 * Reads the password from the environment, a file, or a prompt; never from an argument, which the process list shows.
 * @throws ToolError `no-password` or `bad-password-file` (exit 2)
 */
export async function passwordFor(user: string, source: PasswordSource | null): Promise<string> {
  if (source?.from === 'file') return fromFile(source.path);
  if (source?.from === 'environment') return fromVariable(user, source.name);
  const given = env['WHYSLOW_PASSWORD'];
  if (given !== undefined && given !== '') return given;
  if (stdin.isTTY && stderr.isTTY) return prompt(`Password of ${user}: `);
  throw new ToolError(
    'no-password',
    `The password of "${user}" is missing. Set WHYSLOW_PASSWORD, or name a file with --password-file FILE.`,
  );
}

/** The source named by `--password-file`; null without it. */
export const fileSource = (path: string | undefined): PasswordSource | null =>
  path === undefined ? null : { from: 'file', path };

function fromVariable(user: string, name: string): string {
  const given = env[name];
  if (given !== undefined && given !== '') return given;
  // A name in another spelling may be the password itself, written by mistake; it is not printed.
  const variable = /^[A-Z][A-Z0-9_]*$/.test(name) ? name : 'named by passwordEnv';
  throw new ToolError(
    'no-password',
    `The password of "${user}" is missing: the environment variable ${variable} is not set.`,
  );
}

async function fromFile(path: string): Promise<string> {
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new ToolError(
      'bad-password-file',
      `The password file ${path} cannot be read (${error.code}). Name another file with --password-file FILE.`,
    );
  });
  const [line = ''] = text.split(/\r?\n/);
  if (line === '')
    throw new ToolError('bad-password-file', `The password file ${path} is empty; its first line is the password.`);
  return line;
}

function prompt(question: string): Promise<string> {
  stderr.write(question);
  // readline echoes the input to its output; an output that discards everything keeps the password off the screen.
  const dropped = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: dropped, terminal: true });
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      lines.close();
      stderr.write('\n');
      resolve(line);
    });
    lines.once('SIGINT', () => {
      lines.close();
      reject(new ToolError('interrupted', 'Interrupted at the prompt; nothing was sent.', 130));
    });
  });
}
