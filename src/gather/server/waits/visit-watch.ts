import { availableParallelism } from 'node:os';
import type { Outcome } from '../../../model/outcome.ts';
import type { ServerWaits } from '../../../model/waits.ts';
import type { TimedRequest, VisitWatch } from './contract.ts';
import { isOneServer } from './processes.ts';
import { isEnough, sendRequests } from './url-requests.ts';
import { watchWhile } from './watch-while.ts';

/** The sampler takes a part of a core, which a server on the only core would miss. */
const FEWEST_CORES = 2;

export function visitWatch(): VisitWatch {
  const requests: TimedRequest[] = [];
  let watching: Promise<void> | null = null;
  let outcome: Outcome<ServerWaits> | null = null;
  let [enough, isMore] = [(): void => {}, true];
  return {
    async begin(context) {
      if (watching !== null || process.platform !== 'linux' || availableParallelism() < FEWEST_CORES) return;
      if (!isOneServer(context.target.port)) return;
      const { promise, resolve } = withResolver();
      enough = resolve;
      const ready = withResolver();
      const watched = watchWhile(context, async () => {
        ready.resolve();
        await promise;
        return sendRequests(context, requests);
      });
      watching = watched.then((found) => void (outcome = found)).finally(ready.resolve);
      // `end` throws its error. Until then it must not count as unhandled.
      watching.catch(() => {});
      await ready.promise;
    },
    note(request) {
      if (watching === null || !isMore) return;
      requests.push(request);
      if (!isEnough(requests)) return;
      isMore = false;
      enough();
    },
    async rest() {
      // `end` throws its error.
      if (!isMore) await watching?.catch(() => {});
    },
    async end() {
      isMore = false;
      enough();
      await watching;
    },
    outcome: () => outcome,
  };
}

function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
