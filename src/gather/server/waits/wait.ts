import type { WaitKind } from '../../../model/waits.ts';
import type { TaskSample } from './contract.ts';
import { callKind } from './system-calls.ts';

/** Whether a thread waits for another one of its process, without a limit of time. */
export const waitsForThread = ({ call }: TaskSample, arch: string): boolean =>
  call !== null && call.timeout === 0 && callKind(call, arch) === 'waits-for-thread';

/** The reason for which a thread waits, by its system call or by the kernel function; null where it is none of these. */
export function reasonOf(
  { state, wchan, call }: TaskSample,
  arch: string,
): Exclude<WaitKind, 'answer'> | 'reads' | null {
  if (state === 'D') return 'disk';
  const kind = call === null ? 'other' : callKind(call, arch);
  if (kind === 'sleeps' || wchan === 'hrtimer_nanosleep') return 'sleep';
  if (kind === 'syncs' || /^(?:jbd2|wait_on_page|io_schedule|folio_wait)/.test(wchan)) return 'disk';
  if (kind === 'locks' || /(?:flock|posix_lock|locks_)/.test(wchan)) return 'lock';
  return kind === 'reads' ? 'reads' : null;
}

/** What distinguishes one wait of a thread from another. */
export const signatureOf = ({ wchan, call }: Pick<TaskSample, 'wchan' | 'call'>): string =>
  `${wchan} ${call?.number ?? ''} ${call?.socket ?? ''}`;
