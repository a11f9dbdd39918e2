import type {
  Addresses,
  AddressVisits,
  ColdVisit,
  Family,
  Resolution,
  ResolvedAddress,
  WarmVisit,
} from '../model/evidence.ts';
import { isAddressLiteral, isLoopbackAddress, isLoopbackName, type Target } from '../model/target.ts';
import { CONNECT_TIMEOUT_MS, connectTo } from './connect.ts';
import type { GatherContext } from './context.ts';
import { keepConnection } from './kept-connection.ts';
import { resolve } from './resolution.ts';
import { visitOn } from './visit.ts';

/** Enough cold visits for a p50 that a single scheduling hiccup does not move. */
const ROUNDS = 7;
/** An address that costs this much is asked twice only: the second proves the first, more would only make the user wait. */
const SLOW_MS = 500;
const ROUNDS_WHEN_SLOW = 2;
const WARM_VISITS = 7;

interface Row {
  readonly name: string;
  readonly address: string;
  readonly family: Family;
  readonly order: number;
  readonly cold: ColdVisit[];
  readonly warm: WarmVisit[];
  answer: AddressVisits['answer'];
  silence: string | null;
}

/** Visits every address of every name, in turn, cold and then warm, so that a noisy second hits all of them alike. */
export async function gatherAddresses(context: GatherContext): Promise<Addresses> {
  const resolutions: Resolution[] = [];
  for (const name of namesFor(context.target)) resolutions.push(await resolve(name));
  const rows = resolutions.flatMap(rowsOf);
  for (let round = 0; round < ROUNDS && !context.signal.aborted; round += 1) {
    context.watch({ kind: 'pass', text: 'addresses', done: round, of: ROUNDS });
    for (const row of rows.filter((candidate) => wants(candidate, round))) await coldVisit(row, context);
  }
  for (const row of rows.filter(({ answer }) => answer !== null)) await warmVisits(row, context);
  return { resolutions, visits: rows };
}

/** The name as given, and for this machine both loopback literals and `localhost`, which is what people type. */
export function namesFor({ host }: Pick<Target, 'host'>): readonly string[] {
  const here = isLoopbackName(host) || isLoopbackAddress(host);
  return [...new Set([host, ...(here ? ['localhost', '127.0.0.1', '::1'] : [])])];
}

function rowsOf({ name, answer }: Resolution): Row[] {
  const addresses: readonly ResolvedAddress[] = answer.ok ? answer.value : [];
  return addresses.map(({ address, family }, order) => ({
    name,
    address,
    family,
    order,
    cold: [],
    warm: [],
    answer: null,
    silence: null,
  }));
}

const wants = (row: Row, round: number): boolean =>
  round < ROUNDS_WHEN_SLOW || row.cold.every(({ connectMs, totalMs }) => (totalMs ?? connectMs) < SLOW_MS);

async function coldVisit(row: Row, { target, signal }: GatherContext): Promise<void> {
  if (signal.aborted) return;
  const connected = await connectTo(row.address, target.port, CONNECT_TIMEOUT_MS);
  const { outcome, connectMs } = connected;
  if (connected.outcome !== 'accepted') {
    row.cold.push({ connect: outcome, connectMs, firstByteMs: null, totalMs: null });
    return;
  }
  const visit = await visitOn(connected.socket, target, signal);
  connected.socket.destroy();
  if (!visit.ok) {
    row.silence = `${visit.code}: ${visit.message}`;
    row.cold.push({ connect: visit.code === 'reset' ? 'reset' : outcome, connectMs, firstByteMs: null, totalMs: null });
    return;
  }
  const { firstByteMs, totalMs, status, server } = visit.value;
  row.answer = { status, server };
  row.cold.push({ connect: outcome, connectMs, firstByteMs: connectMs + firstByteMs, totalMs: connectMs + totalMs });
}

/** Only rows of literal addresses are visited warm: on an open connection a name is not looked up any more. */
async function warmVisits(row: Row, context: GatherContext): Promise<void> {
  if (!isAddressLiteral(row.name)) return;
  const kept = await keepConnection(row.address, context);
  if (kept === null) return;
  for (let visits = 0; visits <= WARM_VISITS && !context.signal.aborted; visits += 1) {
    const visit = await kept.visit();
    if (!visit.ok) break;
    // The first answer on the connection is a cold one and was measured as such.
    if (visits > 0) row.warm.push({ firstByteMs: visit.value.firstByteMs, totalMs: visit.value.totalMs });
  }
  kept.close();
}
