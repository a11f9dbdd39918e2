import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { env, stderr, stdout } from 'node:process';
import { serveReference, type Serving } from '../../reference/listen.ts';
import { ToolError } from '../../model/error.ts';
import {
  DEFAULT_THROTTLE,
  userNames,
  type AuditBreak,
  type Families,
  type PasswordHash,
  type ReferenceOptions,
} from '../../reference/options.ts';
import { serversIn } from '../../reference/store/redis/addresses.ts';
import type { Algorithm } from '../../reference/tokens/keys.ts';
import { serveWithWorkers } from '../../reference/workers.ts';
import { fitted } from '../narrowed.ts';
import { interruptible } from '../interrupt.ts';
import { generatedText, startedText } from './texts.ts';
import { withNextStep } from './stored.ts';
import type { KeptPlace } from './values.ts';

export interface ServeCommandOptions {
  readonly port: number;
  readonly users: number;
  readonly workers: number;
  readonly patients: number;
  readonly algorithm?: Algorithm;
  readonly listen: Families;
  readonly behindProxy?: boolean;
  readonly loginFailures: number;
  readonly store?: KeptPlace;
  /** The number of replicas. */
  readonly redisWait?: number;
  readonly acceptAuditBreak?: AuditBreak;
  readonly keys?: string;
  /** In milliseconds, like every duration on the command line. */
  readonly access?: number;
  readonly refresh?: number;
  readonly strictRevocation?: boolean;
  readonly hash?: PasswordHash;
  readonly blockingHash?: boolean;
  readonly indexes: boolean;
  readonly keepAlive: boolean;
  readonly middlewareDelay?: number;
}

/** Serves until Ctrl-C, then finishes the requests in flight. */
export async function serve(given: ServeCommandOptions): Promise<void> {
  const fromEnvironment = env['WHYSLOW_PASSWORD'];
  const isGiven = fromEnvironment !== undefined && fromEnvironment !== '';
  const password = isGiven ? fromEnvironment : randomBytes(12).toString('base64url');
  const options = optionsFrom(given, password);
  const { signal, release } = interruptible();
  const serving = await startServing(options, given.workers);
  stdout.write(fitted(startedText(serving.url, userNames(given.users)), stdout));
  // Printed only on a terminal: a pipe may end in a log.
  if (!isGiven) stderr.write(generatedText(stderr.isTTY ? password : null));
  for (const caveat of await caveatsOf(options)) stderr.write(fitted(`note: ${caveat}\n`, stderr));
  if (!signal.aborted) await once(signal, 'abort');
  await serving.close();
  release();
}

async function startServing(options: ReferenceOptions, workers: number): Promise<Serving> {
  try {
    return workers > 1 ? await serveWithWorkers(options, workers) : await serveReference(options);
  } catch (error) {
    throw withNextStep(error);
  }
}

/** Warnings for a Redis store that keeps less than SQLite. */
async function caveatsOf({ store, keysFile }: ReferenceOptions): Promise<readonly string[]> {
  if (store?.kind !== 'redis') return [];
  const { redisCaveats } = await import('../../reference/store/redis/caveats.ts');
  const keys =
    keysFile === undefined
      ? ['the signing keys are lost when this process ends, and all tokens become invalid; --keys FILE keeps them']
      : [];
  const isLossy =
    serversIn(store.url).urls.length > 1 && serversIn(store.url).kind === 'single' && store.replicas === undefined;
  const failover = isLossy
    ? ['a failover may undo answered refreshes and accept their used tokens again; --redis-wait 1 prevents that']
    : [];
  return [...keys, ...failover, ...(await redisCaveats(store.url))];
}

function optionsFrom(given: ServeCommandOptions, password: string): ReferenceOptions {
  return {
    port: given.port,
    users: given.users,
    password,
    store: placeOf(given),
    acceptAuditBreak: given.acceptAuditBreak,
    patients: given.patients,
    families: given.listen,
    clientAddress: given.behindProxy === true ? 'forwarded' : 'socket',
    algorithm: given.algorithm,
    keysFile: given.keys ?? besideThe(given.store),
    accessSeconds: secondsOf(given.access),
    refreshSeconds: secondsOf(given.refresh),
    strictRevocation: given.strictRevocation ?? true,
    throttle: { ...DEFAULT_THROTTLE, failures: given.loginFailures },
    slowness: {
      hash: given.hash,
      isHashBlocking: given.blockingHash ?? false,
      hasNoIndexes: !given.indexes,
      hasNoKeepAlive: !given.keepAlive,
      middlewareDelayMs: given.middlewareDelay,
    },
  };
}

function placeOf({ store, redisWait }: ServeCommandOptions): KeptPlace | undefined {
  if (redisWait === undefined) return store;
  const isWaiting = store?.kind === 'redis' && serversIn(store.url).kind === 'single';
  if (isWaiting) return { ...store, replicas: redisWait };
  throw new ToolError(
    'no-replicas',
    '--redis-wait needs a Redis with replicas, and not SQLite or a cluster. Add --store redis://HOST:PORT,HOST:PORT/DB.',
  );
}

/** Tokens in a persistent store need their signing keys after a restart. */
function besideThe(store: KeptPlace | undefined): string | undefined {
  return store?.kind === 'sqlite' && store.file !== ':memory:' ? `${store.file}.keys` : undefined;
}

/** Claims are in whole seconds, so the shortest lifetime is one second. */
function secondsOf(durationMs: number | undefined): number | undefined {
  return durationMs === undefined ? undefined : Math.max(1, Math.round(durationMs / 1000));
}
