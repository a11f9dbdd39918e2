// A program that keeps one core busy until it is stopped.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export function busyCore() {
  const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  return {
    async stop() {
      const ended = once(busy, 'exit');
      busy.kill('SIGKILL');
      await ended;
    },
  };
}
