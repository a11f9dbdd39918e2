import type { Addresses, WarmVisit } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { type Payload, type PayloadSize, payloadSizes } from '../../model/payload.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { type Asker, askerFor, rounds, timesOf } from './variation.ts';

const VISITS = 3;
/** With fewer than four rows, one and a half of them are nearly the same. */
const SMALLEST_SIZE = 4;
/** Names of the number of rows in a response, written with `_`, `-` or a capital. */
const SIZE_NAME =
  /^(?:limit|page[_-]?(?:size|limit)|per[_-]?page|size|count|first|n|take|rows|max[_-]?results|\$?top)$/i;

/** Nothing to gather without a size parameter in the URL, or where the answers are quick at the given size. */
export async function gatherPayload(context: GatherContext, addresses: Addresses): Promise<Outcome<Payload> | null> {
  const found = sizeParameter(context.target.path);
  if (found === null) return null;
  const asker = askerFor(addresses, context);
  if (!asker.ok) return asker;
  if (asker.value.typicalMs <= SLOW_ANSWER_MS) return null;
  const sizes = new Map<PayloadSize, Payload['sizes'][number] & { readonly visits: WarmVisit[] }>();
  const round = rounds(asker.value, VISITS, context);
  while (round.next()) {
    for (const size of payloadSizes) await visitAt(size, found, asker.value, sizes);
  }
  if (sizes.size < payloadSizes.length) return gotNothing('no-answer', 'the URL with another size got no answer');
  return got({ parameter: found.name, sizes: [...sizes.values()] });
}

async function visitAt(
  size: PayloadSize,
  { pathWith }: SizeParameter,
  asker: Asker,
  into: Map<PayloadSize, Payload['sizes'][number] & { readonly visits: WarmVisit[] }>,
): Promise<void> {
  const visit = await asker.ask({ path: pathWith(size) });
  if (!visit.ok) return;
  const { status, response } = visit.value;
  const { visits } = into.get(size) ?? { visits: [] };
  into.set(size, { size, status, bytes: response.bodyBytes, visits: [...visits, ...timesOf(visit.value)] });
}

interface SizeParameter {
  /** As our list of names has it, so that no text of the user is kept. */
  readonly name: string;
  pathWith(size: PayloadSize): string;
}

/** The first size parameter of the query whose value is a whole number that can be halved. */
export function sizeParameter(path: string): SizeParameter | null {
  const start = path.indexOf('?') + 1;
  if (start === 0) return null;
  const pairs = path.slice(start).split('&');
  for (const [place, pair] of pairs.entries()) {
    const [, name = '', value = ''] = /^([^=]+)=(\d{1,7})$/.exec(pair) ?? [];
    if (!SIZE_NAME.test(name) || Number(value) < SMALLEST_SIZE) continue;
    const values = { one: '1', half: String(Math.floor(Number(value) / 2)), given: value };
    const query = (size: PayloadSize): string => pairs.with(place, `${name}=${values[size]}`).join('&');
    return { name, pathWith: (size) => `${path.slice(0, start)}${query(size)}` };
  }
  return null;
}

export const payload = gatherer({
  kind: 'payload',
  title: 'asking for fewer rows',
  when: 'before',
  harm: 'none',
  budgetMs: 20_000,
  sends: [
    'where answers take more than 100 ms and the URL has a size parameter, such as `limit` or `page_size`: up to 3 `GET`s each with the value 1, with half of the given value and with the given value',
  ],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    const found = await gatherPayload(context, addresses);
    return context.signal.aborted ? null : found;
  },
});
