import type { Trial } from '../contract.ts';
import type { Pace } from '../pacer.ts';
import type { LoadPlan, Shape } from './contract.ts';

/** A password hash takes some 10 to 700 ms, so these suites get a tenth of the requests. */
const HASH_SHARE = 0.1;
/** New connections are measured for comparison only, so fewer requests are enough. */
const NEW_CONNECTION_SHARE = 0.2;
const FEWEST_REQUESTS = 10;
/** The bound of a trial that ends by its number of requests, for slow servers. */
const LONGEST_TRIAL_OF_COUNT_MS = 60_000;
/** A ramp takes half of the time, so that the other half is measured at the full rate. */
const RAMP_SHARE = 0.5;
const DEFAULT_RAMP_S = 5;

/**
 * The trials of a plan, in order. Closed model: one connection, one user with a new connection for each request, then
 * all connections. Open model: the requested rate on all connections.
 */
export function shapesOf(plan: Pick<LoadPlan, 'suites' | 'connections' | 'model'>): readonly Shape[] {
  const { suites, connections, model } = plan;
  return suites.flatMap(({ id: suite, cost }): readonly Shape[] => {
    const hashes = cost === 'hash';
    const share = hashes ? HASH_SHARE : 1;
    const kept = { suite, connection: 'kept-alive', judged: true, perSecond: null, floorAnew: true } as const;
    if (model.kind === 'open') return [{ ...kept, connections, share: 1, perSecond: model.perSecond }];
    const alone = { ...kept, connections: 1, share };
    const others = { ...alone, judged: false, floorAnew: false };
    const afresh = { ...others, connection: 'new-per-request', share: NEW_CONNECTION_SHARE } as const;
    return [alone, ...(hashes ? [] : [afresh]), ...(connections > 1 ? [{ ...others, connections }] : [])];
  });
}

/** A trial of the capacity search needs as many responses as a mean does (20). A low rate takes longer to bring them. */
const TRIAL_RESPONSES = 20;
const LONGEST_TRIAL_MS = 10_000;

const trialMs = ({ perSecond }: Shape): number =>
  Math.min(LONGEST_TRIAL_MS, (TRIAL_RESPONSES / (perSecond ?? TRIAL_RESPONSES)) * 1_000);

export function amountOf(
  { amount, model }: LoadPlan,
  shape: Shape,
): Pick<Trial, 'requests' | 'maxTimeMs' | 'untilSure'> {
  // Suites that cost a hash get as much time as the others. Only the comparison on new connections gets less.
  const timeShare = shape.connection === 'new-per-request' ? NEW_CONNECTION_SHARE : 1;
  if (amount.by === 'duration') {
    const ms = model.kind === 'capacity' ? Math.max(amount.ms, trialMs(shape)) : amount.ms * timeShare;
    return { requests: Infinity, maxTimeMs: ms, untilSure: false };
  }
  if (amount.by === 'certainty' && shape.judged) {
    return { requests: Infinity, maxTimeMs: amount.maxTimeMs, untilSure: true };
  }
  const requests = Math.max(FEWEST_REQUESTS, Math.round(amount.requests * shape.share));
  return { requests, maxTimeMs: LONGEST_TRIAL_OF_COUNT_MS, untilSure: false };
}

export function paceOf({ model, amount }: LoadPlan, { perSecond }: Shape): Trial['model'] {
  if (perSecond === null) return { kind: 'closed' };
  if (model.kind !== 'open') return { kind: 'open', perSecond, pace: { kind: 'constant', perSecond } };
  const overS = amount.by === 'duration' ? (amount.ms / 1_000) * RAMP_SHARE : DEFAULT_RAMP_S;
  const paces: Readonly<Record<typeof model.arrivals, Pace>> = {
    constant: { kind: 'constant', perSecond },
    poisson: { kind: 'poisson', perSecond, seed: model.seed },
    ramp: { kind: 'ramp', fromPerSecond: 0, toPerSecond: perSecond, overS },
  };
  return { kind: 'open', perSecond, pace: paces[model.arrivals] };
}

export function titleOf({ suite, connection, connections, perSecond }: Shape): string {
  if (perSecond !== null) return `${suite}, ${perSecond} a second`;
  if (connection === 'new-per-request') return `${suite}, a new connection each`;
  return connections === 1 ? `${suite}, one at a time` : `${suite}, ${connections} connections`;
}

/** The judged trial has the suite's name alone. A label holds no comma and no space, so that it can be a tag. */
export function labelOf({ suite, connection, connections, judged }: Shape): string {
  if (judged) return suite;
  return connection === 'new-per-request' ? `${suite}.new-connections` : `${suite}.${connections}-connections`;
}
