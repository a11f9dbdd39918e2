import type { AddressConnect, ClientPlatform } from '../model/client.ts';
import type { ConnectOutcome } from '../model/evidence.ts';
import { isLoopbackAddress } from '../model/target.ts';
import type { ClientStack } from './contract.ts';

/**
 * When the system itself gives a silent address up. Linux: tcp_syn_retries=6 with four linear timeouts, measured on 6.18
 * (before 6.5 it is 127 s). macOS: golang/go#12052 measured it. Windows: Chromium and v2rayN#9673 say 20 to 21 s.
 */
const SILENCE_MS = { linux: 134_500, darwin: 75_000, win32: 21_000 } satisfies Record<ClientPlatform, number>;

/**
 * Windows sends the SYN again 500 ms and more after each RST and reports the refusal only then: libuv#2896 says 2 s,
 * dotnet/runtime#65375 measured 2068 ms, cpp-httplib#902 2052 ms; 2040 ms is where the kernel of the lab lands, too.
 */
const REFUSED_AFTER_RETRIES_MS = 2_040;

/** With the retries off, the refusal is one RST over loopback. */
const REFUSED_AT_ONCE_MS = 1;

/** One address as a particular client meets it: what a connect would come to if nothing interrupted it. */
export interface Candidate extends AddressConnect {}

/** Turns what the probe saw into what this client will see. */
export function candidateFor(stack: ClientStack, platform: ClientPlatform, seen: AddressConnect): Candidate {
  return { ...seen, connectMs: untilAnswerMs(stack, platform, seen) };
}

function untilAnswerMs(stack: ClientStack, platform: ClientPlatform, seen: AddressConnect): number {
  // The probe stopped waiting long before the system would have: its own time says nothing here.
  if (seen.connect === 'timed-out') return Math.max(seen.connectMs, SILENCE_MS[platform]);
  // The probe is a Node program, which has the retries switched off on loopback: the other clients have not.
  if (platform === 'win32' && seen.connect === 'refused' && isLoopbackAddress(seen.address)) {
    return stack.noSynRetryOnWindows
      ? Math.min(seen.connectMs, REFUSED_AT_ONCE_MS)
      : Math.max(seen.connectMs, REFUSED_AFTER_RETRIES_MS);
  }
  return seen.connectMs;
}

/** After these a client has a connection in its hands and looks at no other address, whatever becomes of it. */
export const endsTheRace = (connect: ConnectOutcome): boolean => connect === 'accepted' || connect === 'reset';
