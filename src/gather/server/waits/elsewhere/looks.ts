import { setTimeout as sleep } from 'node:timers/promises';
import { machineUs } from '../clock.ts';
import type { OpenSocket, SocketLook } from './contract.ts';

/** As often as on Linux. */
const LOOK_EVERY_MS = 50;
/** The time between two looks is as long as a look took at least, so that looking takes half of a core at most. */
const LEAST_PAUSE = 1;
/** A program that fails as often as this in succession will fail again. */
const MOST_FAILURES = 3;
const US_PER_MS = 1_000;

/** Looks that are taken one after the other until they are ended. */
export interface Looking {
  /** Waits for the look that is being taken, so that there is one at least unless the program fails. */
  end(): Promise<readonly SocketLook[]>;
}

/** @param read throws where its program fails; such a look is left out. */
export function lookAgainAndAgain(read: () => Promise<readonly OpenSocket[]>, signal: AbortSignal): Looking {
  const over = new AbortController();
  const ended = looksUntil(read, AbortSignal.any([signal, over.signal]));
  return {
    end() {
      over.abort();
      return ended;
    },
  };
}

async function looksUntil(
  read: () => Promise<readonly OpenSocket[]>,
  over: AbortSignal,
): Promise<readonly SocketLook[]> {
  const looks: SocketLook[] = [];
  let failures = 0;
  while (!over.aborted && failures < MOST_FAILURES) {
    const startUs = machineUs();
    const sockets = await read().catch(() => null);
    const tookUs = machineUs() - startUs;
    failures = sockets === null ? failures + 1 : 0;
    // The kernel is read somewhere between the start and the end.
    if (sockets !== null) looks.push({ atUs: startUs + tookUs / 2, sockets });
    const tookMs = tookUs / US_PER_MS;
    await sleep(Math.max(LOOK_EVERY_MS - tookMs, tookMs * LEAST_PAUSE), undefined, { signal: over }).catch(() => {});
  }
  return looks;
}
