import { setTimeout as sleep } from 'node:timers/promises';
import { delayStep, type DelayStep } from '../../../model/delay-step.ts';
import { reaches } from '../../../model/depth.ts';
import type { Addresses, AddressVisits } from '../../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../../model/outcome.ts';
import type { Slope, SlopeBatch } from '../../../model/slope.ts';
import { aloneMs as quickestAloneMs, isOneAtATime, NOTABLE_MS } from '../../../model/slope-shape.ts';
import { median } from '../../../stats/quantile.ts';
import type { GatherContext } from '../../context.ts';
import { gatherer } from '../../contract.ts';
import { isThisMachine } from '../../reach.ts';
import { sendBatch } from './batch.ts';
import { acceptsIdle } from './idle-connections.ts';
import { LONGEST_ALONE_MS, planFor } from './plan.ts';
import { servingOf } from './serving.ts';

/** The same GET on several new connections at once, at the address that connects fastest. */
export async function gatherSlope(context: GatherContext, addresses: Addresses): Promise<Outcome<Slope> | null> {
  const row = delayedRow(addresses, context) ?? fastestToConnect(addresses, context);
  const alone = row === undefined ? [] : waitsOf(row);
  if (row === undefined || alone.length === 0) return gotNothing('no-answer', 'no address gave a whole HTTP answer');
  const aloneMs = median(alone);
  if (aloneMs > LONGEST_ALONE_MS) {
    return gotNothing(
      'too-slow',
      `an answer takes ${Math.round(aloneMs)} ms, and several at once may take many times that`,
    );
  }
  const step = delayStep(row);
  const slope = await (step === null ? sendAtOnce(context, row, aloneMs) : pauseAndSend(context, row, step));
  return context.signal.aborted ? null : got(slope);
}

const waitsOf = ({ cold }: AddressVisits): readonly number[] =>
  cold.flatMap(({ connectMs, firstByteMs }) => (firstByteMs === null ? [] : [firstByteMs - connectMs]));

/** An address whose answers became slow. */
const delayedRow = ({ visits }: Addresses, { target }: GatherContext): AddressVisits | undefined =>
  visits.find((row) => row.name === target.host && row.body === 'whole' && delayStep(row) !== null);

const fastestToConnect = ({ visits }: Addresses, { target }: GatherContext): AddressVisits | undefined =>
  visits
    .filter(({ name, body }) => name === target.host && body === 'whole')
    .toSorted((a, b) => connectMs(a) - connectMs(b))[0];

const connectMs = ({ cold }: AddressVisits): number => Math.min(...cold.map((visit) => visit.connectMs));

/** Starts the first request this much before the others: a tenth of its time, so that the times stay comparable. */
const leadMs = (aloneMs: number): number => Math.min(20, aloneMs / 10);

async function sendAtOnce(context: GatherContext, { address }: AddressVisits, aloneMs: number): Promise<Slope> {
  const { sizes, rounds, more } = planFor(aloneMs, reaches(context.depth ?? 'default', 'deep'));
  const series = seriesAt(context, address, aloneMs);
  await series.send(repeated(sizes, rounds), null);
  const isSerial = isOneAtATime({ aloneMs, batches: series.batches }, 'none');
  const cookies = series.cookies();
  if (cookies !== null && !isSerial) await series.send(repeated(ends(sizes), rounds), cookies);
  if (!isSerial) await series.send(repeated(more, rounds), null);
  const looksInside =
    isSerial &&
    quickestAloneMs({ aloneMs, batches: series.batches }, 'none') >= NOTABLE_MS &&
    isThisMachine(address) &&
    !context.signal.aborted;
  return {
    address,
    aloneMs,
    setsCookie: cookies !== null,
    batches: series.batches,
    serving: looksInside ? servingOf(context.target.port) : null,
    acceptsIdle: looksInside ? await acceptsIdle(context, address) : null,
    afterPause: null,
  };
}

/** Sends batches one after the other, until an abort. */
function seriesAt(context: GatherContext, address: string, aloneMs: number) {
  const batches: SlopeBatch[] = [];
  let found: string | null = null;
  return {
    batches,
    /** Those of the first response that sets any. */
    cookies: (): string | null => found,
    async send(sizes: readonly number[], cookies: string | null): Promise<void> {
      for (const atOnce of sizes) {
        if (context.signal.aborted) return;
        const sent = await sendBatch(context, { address, atOnce, cookies, aloneMs, leadMs: leadMs(aloneMs) });
        batches.push(sent.batch);
        found ??= sent.cookies;
      }
    },
  };
}

const repeated = (sizes: readonly number[], rounds: number): readonly number[] =>
  Array.from({ length: rounds }, () => sizes).flat();

/** The smallest and the largest. */
const ends = (sizes: readonly number[]): readonly number[] => [...new Set([Math.min(...sizes), Math.max(...sizes)])];

/** Twice the delay gives back what one delayed request took from a rate. A longer pause costs the user more than it shows. */
const LONGEST_PAUSE_MS = 2_000;

/** Requests at once would be delayed one after the other. A pause shows whether the delay depends on their rate. */
async function pauseAndSend(context: GatherContext, { address }: AddressVisits, step: DelayStep): Promise<Slope> {
  const pausedMs = Math.min(LONGEST_PAUSE_MS, 2 * step.delayedMs);
  await sleep(pausedMs, undefined, { signal: context.signal }).catch(() => {});
  const { batch, cookies } = await sendBatch(context, {
    address,
    atOnce: 1,
    cookies: null,
    aloneMs: step.delayedMs,
    leadMs: 0,
  });
  const [firstByteMs] = batch.firstBytesMs;
  return {
    address,
    aloneMs: step.delayedMs,
    setsCookie: cookies !== null,
    batches: [],
    serving: null,
    acceptsIdle: null,
    afterPause: firstByteMs === undefined ? null : { pausedMs, firstByteMs },
  };
}

export const slope = gatherer({
  kind: 'slope',
  title: 'sending several requests at once',
  when: 'before',
  harm: 'none',
  budgetMs: 20_000,
  sends: [
    '1, 2 and 4 `GET`s of the URL at once, on new connections, twice, where an answer takes no more than 2 s; again with the cookies of one response where the server sets cookies; with `--deep` 8 and 16 at once too, as often',
    'where the answers come one after the other: two connections without a request, closed after 0.1 s',
    'where the first answers are quick and the later ones are not: a pause of at most 2 s and one `GET`',
  ],
  needs: ['addresses', 'answer'],
  gather: ({ addresses }, context) => gatherSlope(context, addresses),
});
