import { execFileSync } from 'node:child_process';
import { systemProgram } from '../../system/programs.ts';

/** The core that all these servers share. */
const CORE = '0';

/** Restricts all threads of this process to one core. taskset comes with unshare, which the lab needs too. */
export function shareCore(): void {
  const taskset = systemProgram('taskset');
  if (taskset === null) throw new Error('taskset is not installed. apt-get install util-linux');
  execFileSync(taskset, ['--all-tasks', '--cpu-list', '--pid', CORE, String(process.pid)], { stdio: 'ignore' });
}
