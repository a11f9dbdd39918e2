import type { AddressConnect, ClientPlatform } from '../model/client.ts';
import type { ConnectOutcome } from '../model/evidence.ts';
import { isLoopbackAddress } from '../model/target.ts';
import type { ClientStack } from './contract.ts';

/**
 * When the operating system gives up a silent address. Linux: tcp_syn_retries=6, four linear timeouts, measured on 6.18
 * (before 6.5 it is 127 s). macOS: golang/go#12052 measured it. Windows: Chromium and v2rayN#9673 say 20 to 21 s.
 */
const SILENCE_MS = { linux: 134_500, darwin: 75_000, win32: 21_000 } satisfies Record<ClientPlatform, number>;

/**
 * Windows sends the SYN again 500 ms and more after each RST and reports the refusal after the last: libuv#2896
 * reports 2 s, dotnet/runtime#65375 measured 2068 ms, cpp-httplib#902 2052 ms. The kernel of the lab takes 2040 ms, too.
 */
const REFUSED_AFTER_RETRIES_MS = 2_040;

/** Without the retries, a refusal takes one RST over loopback. */
const REFUSED_AT_ONCE_MS = 1;

/** One address for a particular client: the result of a connect that is not interrupted. */
export interface Candidate extends AddressConnect {}

/** Converts the measurement of the probe into the expected result of this client. */
export function candidateFor(stack: ClientStack, platform: ClientPlatform, seen: AddressConnect): Candidate {
  return { ...seen, connectMs: untilAnswerMs(stack, platform, seen) };
}

function untilAnswerMs(stack: ClientStack, platform: ClientPlatform, seen: AddressConnect): number {
  // The probe gave up long before the operating system would, so its time is only a lower bound.
  if (seen.connect === 'timed-out') return Math.max(seen.connectMs, SILENCE_MS[platform]);
  // The probe is a Node program, which disables the retries on loopback. Other clients do not.
  if (platform === 'win32' && seen.connect === 'refused' && isLoopbackAddress(seen.address)) {
    return stack.noSynRetryOnWindows
      ? Math.min(seen.connectMs, REFUSED_AT_ONCE_MS)
      : Math.max(seen.connectMs, REFUSED_AFTER_RETRIES_MS);
  }
  return seen.connectMs;
}

/** After these outcomes a client has a connection and tries no other address, even if the connection then fails. */
export const endsTheRace = (connect: ConnectOutcome): boolean => connect === 'accepted' || connect === 'reset';
