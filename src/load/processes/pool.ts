import { type ChildProcess, fork } from 'node:child_process';
import { builtEntry } from '../../package-file.ts';
import type { Shape } from '../plan/contract.ts';
import { measureTogether, notStarted, type PooledOutcome, type PooledTrial } from './together.ts';

/** Several generator processes that measure trials together. */
export interface GeneratorPool {
  /** Measures a trial, and merges what the processes measured into one result. */
  measure(trial: PooledTrial, shape: Shape): Promise<PooledOutcome>;
  /** Of the processes that have started. */
  pids(): readonly number[];
  stop(): void;
}

/** The variables that TLS needs to trust a server, and that Windows needs. No others are inherited, such as WHYSLOW_PASSWORD. */
const INHERITED_VARIABLES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'SystemRoot'];

/** The processes start with the first trial, so that their start disturbs no trial before it. */
export function startGenerators(processes: number): GeneratorPool {
  const children: ChildProcess[] = [];
  return {
    measure(trial, shape) {
      try {
        while (children.length < processes) children.push(forkGenerator());
      } catch (error) {
        return Promise.resolve(notStarted(trial, processes, error));
      }
      return measureTogether(children, trial, shape);
    },
    pids: () => children.flatMap(({ pid }) => pid ?? []),
    // Nothing is left to do, so that a process which does not react cannot stay behind.
    stop: () => children.forEach((child) => void child.kill('SIGKILL')),
  };
}

/** Without descriptors or memory for a process, Node either throws or emits an error. The error needs a listener. */
function forkGenerator(): ChildProcess {
  const known = INHERITED_VARIABLES.filter((name) => process.env[name] !== undefined);
  return fork(builtEntry('generator'), [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: Object.fromEntries(known.map((name) => [name, process.env[name]])),
    // A session may end at Infinity, and counts are typed arrays: JSON has neither.
    serialization: 'advanced',
  }).on('error', () => {});
}
