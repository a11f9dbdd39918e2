import type { SuiteName, SuiteResult } from '../../model/suite.ts';
import type { ArmBlock } from '../../model/comparison.ts';
import { runPass } from '../../load/pass.ts';
import { openUndiciSender } from '../../load/undici-sender.ts';
import { ToolError } from '../../model/error.ts';
import { authority } from '../../model/target.ts';
import type { Ground, VirtualUser } from '../../suites/contract.ts';
import { suites } from '../../suites/index.ts';
import { gatherAuthSurface, presetNamed } from '../auth-surface.ts';
import { signInAll } from '../sign-in-all.ts';
import type { ArmSubject, CompareContext } from './contract.ts';

/** One server in the contest, with the one user who measures it. */
export interface Contestant {
  readonly subject: ArmSubject;
  readonly ground: Ground;
  users: readonly VirtualUser[];
}

const ANSWER_TIMEOUT_MS = 10_000;
const UNREACHABLE_EXIT = 14;

/**
 * Signs in and finds the protected route.
 * @throws ToolError `unreachable` (14), `auth-failed` (15), `unknown-preset` (2)
 */
export async function enter(subject: ArmSubject, context: CompareContext): Promise<Contestant> {
  const within = { ...context, ...subject };
  const sender = openUndiciSender(subject.target, { connection: 'kept-alive', timeoutMs: ANSWER_TIMEOUT_MS });
  const { host, port, path } = subject.target;
  try {
    const { exchanged } = await sender.send({ method: 'GET', path, headers: {}, body: null });
    if (!exchanged.answered) {
      throw new ToolError(
        'unreachable',
        `${authority(host, port)} does not answer (${exchanged.code}). Is the server running?`,
        UNREACHABLE_EXIT,
      );
    }
    const surface = await gatherAuthSurface(within, sender);
    const stack = presetNamed(surface.preset);
    const users = await signInAll(within, { connections: 1, accounts: [subject.credentials] }, stack);
    return { subject, ground: { stack, apiPath: surface.apiPath }, users };
  } finally {
    await sender.close();
  }
}

/** How a block is measured; the first of a suite warms until it is steady. */
export interface BlockOrder {
  readonly suite: SuiteName;
  readonly requests: number;
  readonly maxTimeMs: number;
  readonly warmUp: 'three-each' | 'until-steady';
  readonly signal: AbortSignal;
}

export async function measureBlock(contestant: Contestant, order: BlockOrder): Promise<SuiteResult> {
  const { result, users } = await runPass({
    suite: suites[order.suite],
    target: contestant.subject.target,
    ground: contestant.ground,
    arm: 'target',
    users: contestant.users,
    connection: 'kept-alive',
    model: { kind: 'closed' },
    warmUp: order.warmUp,
    requests: order.requests,
    maxTimeMs: order.maxTimeMs,
    limit: null,
    untilSure: false,
    floor: null,
    signal: order.signal,
    onTaken: () => {},
    onSecond: () => {},
    onSample: () => {},
  });
  contestant.users = users;
  return result;
}

export const blockOf = ({ n, errors, serviceMs, witness }: SuiteResult): ArmBlock => ({
  n,
  errors,
  p50Ms: serviceMs?.p50 ?? 0,
  p95Ms: serviceMs?.p95 ?? 0,
  valid: witness.valid,
});
