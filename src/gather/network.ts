import { env } from 'node:process';
import type { ToolError } from '../model/error.ts';
import type { Addresses, EvidenceKind, RealClients } from '../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../model/outcome.ts';
import { queryValuesOf, withoutValues } from '../model/secrets.ts';
import { requestUrl, type Target } from '../model/target.ts';
import { adviceText, silenceAdvice, silenceText } from '../model/silence-text.ts';
import { gatherAddresses } from './network/addresses.ts';
import type { GatherContext } from './context.ts';
import type { Gathered } from './gathered.ts';
import { grownBy, readKernelCounters } from './network/kernel-counters.ts';
import { gatherKeepAlive } from './http/keep-alive.ts';
import { gatherListeners } from './server/listeners/index.ts';
import { gatherLoopbackBaseline } from './network/loopback-baseline.ts';
import { gatherNameService } from './names/index.ts';
import { readProxyEnvironment } from './network/proxy-environment.ts';
import { mayContact } from './reach.ts';
import { type RealClientTime, timeRealClients } from './network/real-clients/index.ts';
import { take } from './take.ts';
import { gatherWindowsConnects } from './network/windows-connects.ts';

/** Everything that can be learned without signing in. Ends gathering when no address of the target speaks HTTP. */
export async function gatherNetwork(
  kinds: ReadonlySet<EvidenceKind>,
  context: GatherContext,
  into: Gathered,
): Promise<void> {
  const { target } = context;
  context.watch({ kind: 'stage', text: `probing ${target.host}` });
  const before = await readKernelCounters();
  const addresses = await take('addresses', async () => got(await gatherAddresses(context)));
  refuseOtherMachines(addresses.refusal);
  if (context.signal.aborted && !hasAnswer(addresses.outcome, target)) return;
  into.evidence.push(addresses.evidence);
  if (before !== null) {
    const after = (await readKernelCounters()) ?? before;
    into.evidence.push((await take('kernel-counters', async () => got(grownBy(before, after)))).evidence);
  }
  into.evidence.push((await take('listeners', () => gatherListeners(target.port))).evidence);
  if (!addresses.outcome.ok) {
    into.ended = { why: 'generator-failed', because: addresses.outcome.message };
    return;
  }
  const { value } = addresses.outcome;
  await gatherMachine(kinds, context, value, into);
  const silence = silenceOf(context, value);
  if (silence !== null) {
    into.ended = { why: 'unreachable', because: silence };
    return;
  }
  await gatherAnswers(kinds, context, value, into);
}

/** What only a server that answers can tell: the clients installed here, and a connection that is kept. */
async function gatherAnswers(
  kinds: ReadonlySet<EvidenceKind>,
  context: GatherContext,
  value: Addresses,
  into: Gathered,
): Promise<void> {
  if (kinds.has('real-clients') && !context.signal.aborted) {
    context.watch({ kind: 'stage', text: 'timing the clients installed here' });
    into.evidence.push((await take('real-clients', () => gatherRealClients(context, value))).evidence);
  }
  if (!kinds.has('keep-alive') || context.signal.aborted) return;
  const keepAlive = await take('keep-alive', () => gatherKeepAlive(context, value));
  if (!context.signal.aborted) into.evidence.push(keepAlive.evidence);
}

/** Not a refusal of the target but a mistake of the caller: nothing was sent, and there is nothing to report. */
function refuseOtherMachines(refusal: ToolError | null): void {
  if (refusal?.code === 'remote-target') throw refusal;
}

/** Installed clients resolve the name by themselves: where it leads elsewhere as well, they would leave this machine. */
async function gatherRealClients(context: GatherContext, { resolutions }: Addresses): Promise<Outcome<RealClients>> {
  const { target } = context;
  const answer = resolutions.find(({ name }) => name === target.host)?.answer;
  const elsewhere = answer?.ok === true ? answer.value.find(({ address }) => !mayContact(address, context)) : undefined;
  if (elsewhere === undefined) return got({ times: await timesOfRealClients(context) });
  return gotNothing(
    'remote-target',
    `${target.host} also leads to ${elsewhere.address}, another machine, so the clients installed here were not started`,
  );
}

/** A client that fails may repeat the URL that it was given, in a form of its own. */
async function timesOfRealClients(context: GatherContext): Promise<readonly RealClientTime[]> {
  const values = queryValuesOf(context.target.path);
  const times = await timeRealClients(requestUrl(context.target), context);
  return times.map(({ because, ...time }) => ({
    ...time,
    because: because === null ? null : withoutValues(because, values),
  }));
}

/** Visits that were cut off before the first answer would look like a server that does not answer. */
const hasAnswer = (outcome: Outcome<Addresses>, { host }: Target): boolean =>
  outcome.ok && outcome.value.visits.some(({ name, answer }) => name === host && answer !== null);

/** What belongs to this machine and not to the server: its names, its loopback, its proxies. */
async function gatherMachine(
  kinds: ReadonlySet<EvidenceKind>,
  { target, signal }: GatherContext,
  addresses: Addresses,
  into: Gathered,
): Promise<void> {
  if (signal.aborted) return;
  if (kinds.has('name-service')) {
    into.evidence.push(
      (await take('name-service', async () => got(await gatherNameService(target, addresses)))).evidence,
    );
  }
  if (kinds.has('loopback-baseline')) {
    into.evidence.push((await take('loopback-baseline', async () => got(await gatherLoopbackBaseline()))).evidence);
  }
  if (kinds.has('windows-connects')) {
    into.evidence.push((await take('windows-connects', () => gatherWindowsConnects(target.port))).evidence);
  }
  if (kinds.has('proxy-environment')) {
    into.evidence.push((await take('proxy-environment', async () => got(readProxyEnvironment(target, env)))).evidence);
  }
}

/** Why nothing can be measured at this target; null when at least one of its addresses speaks HTTP. */
function silenceOf({ target }: GatherContext, { visits, resolutions }: Addresses): string | null {
  const own = visits.filter(({ name }) => name === target.host);
  if (visits.some(({ answer }) => answer !== null)) return null;
  const unresolved = resolutions.find(({ name, answer }) => name === target.host && !answer.ok);
  if (unresolved?.answer.ok === false) return unresolved.answer.message;
  const silent = own.find(({ silence }) => silence !== null);
  if (silent !== undefined && silent.silence !== null) {
    const connectMs = silent.cold.at(-1)?.connectMs ?? null;
    return `${silenceText(silent.silence, target, connectMs)}. ${adviceText(silenceAdvice(silent.silence, target))}`;
  }
  const tried = own.map(({ address, cold }) => `${address} ${cold.at(-1)?.connect ?? 'not contacted'}`);
  return `nobody answers on port ${target.port} (${tried.join(', ')}). Start the server, or check the port.`;
}
