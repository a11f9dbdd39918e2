import { StoreUnavailable } from '../unavailable.ts';

/**
 * A replica on the network of the primary acknowledges within milliseconds. A second covers the pause of one that
 * rewrites its file. Two of these after a command stay below the 5 s of docs/nginx.conf.
 */
export const REPLICA_TIMEOUT_MS = 1000;

export interface Confirmation {
  /** The number of the current connection, to be read before a command is sent. */
  readonly connection: () => number;
  /** Sends WAIT and returns the number of replicas that have all earlier writes of the connection. */
  readonly wait: () => Promise<number>;
}

/**
 * Settles when the replicas have the writes that were sent on a connection.
 * @throws StoreUnavailable if too few replicas have them in time; then the writes may outlive a failover or not
 */
export type Confirm = (sentOn: number) => Promise<void>;

/**
 * Concurrent writes share a WAIT: Redis runs no other command of a connection during it, so one WAIT for each write would
 * serve one write after the other.
 */
export function confirmBy(replicas: number, { connection, wait }: Confirmation): Confirm {
  if (replicas === 0) return async () => {};
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<number> | null = null;
  const start = (): Promise<number> => {
    next = null;
    const sent = wait();
    running = sent;
    return sent;
  };
  return async (sentOn) => {
    // The running WAIT may have been sent before the write.
    next ??= running.then(start, start);
    const have = await next.catch((error: unknown) => {
      throw new StoreUnavailable('unanswered', error);
    });
    // A new connection has no earlier write, so WAIT counts every replica there.
    if (connection() !== sentOn) throw unconfirmed('the connection was lost');
    if (have < replicas)
      throw unconfirmed(`${have} of ${replicas} replicas have the write after ${REPLICA_TIMEOUT_MS} ms`);
  };
}

const unconfirmed = (because: string): StoreUnavailable => new StoreUnavailable('unanswered', because);
