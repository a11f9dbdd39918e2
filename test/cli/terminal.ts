import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

export interface OnTerminal {
  /** Settles when the text has been printed after the last call. */
  saw(text: string): Promise<void>;
  press(keys: string): void;
  readonly ended: Promise<{ readonly code: number | null; readonly printed: string }>;
}

/** Starts the tool on a pseudo terminal of 80 columns, which `script` of util-linux provides. */
export function startOnTerminal(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): OnTerminal {
  const { PATH = '' } = process.env;
  const command = `stty cols 80 rows 40; exec "${process.execPath}" "${BIN}" ${args.join(' ')}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd,
    env: { PATH, TERM: 'xterm', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let [printed, from] = ['', 0];
  let look = (): void => {};
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
    look();
  });
  const ended = new Promise<{ code: number | null; printed: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, printed })),
  );
  const saw = (text: string): Promise<void> =>
    new Promise((settle, reject) => {
      look = () => {
        const at = printed.indexOf(text, from);
        if (at === -1) return;
        from = at + text.length;
        settle();
      };
      look();
      void ended.then(() => reject(new Error(`ended without "${text}": ${printed}`)));
    });
  return { saw, press: (keys) => void child.stdin.write(keys), ended };
}
