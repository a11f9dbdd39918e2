import type { Addresses, WarmVisit } from '../../model/evidence.ts';
import { type EncodingAsked, encodingsAsked, type Encodings, type Revalidation } from '../../model/encodings.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { queryValuesOf, withoutValues } from '../../model/secrets.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { type Asker, askerFor, isClear, rounds, timesOf } from './variation.ts';
import type { Visit } from './visit.ts';

const VISITS = 3;
/** Compressing less than this takes no time that a user notices, at any level. */
const SMALLEST_BODY_BYTES = 8_192;

type Answer = Encodings['answers'][number];

/** Nothing to gather where the body is small or did not end. */
export async function gatherEncodings(
  context: GatherContext,
  addresses: Addresses,
): Promise<Outcome<Encodings> | null> {
  const own = addresses.visits.find(({ response }) => response !== null);
  if (own?.body !== 'whole' || (own.response?.bodyBytes ?? 0) < SMALLEST_BODY_BYTES) return null;
  const asker = askerFor(addresses, context);
  if (!asker.ok) return asker;
  const answers = new Map<EncodingAsked, Answer>();
  const plain: Visit[] = [];
  const round = rounds(asker.value, VISITS, context);
  while (round.next()) plain.push(...(await askEach(asker.value, answers)));
  const [first] = plain;
  if (first === undefined) return gotNothing('no-answer', 'the URL got no answer with Accept-Encoding: identity');
  return got({
    answers: withoutSecrets([...answers.values()], context),
    revalidation: await revalidationOf(first, asker.value),
  });
}

/** A server may repeat the query of the request in any header. */
function withoutSecrets(answers: readonly Answer[], { target }: GatherContext): readonly Answer[] {
  const secrets = queryValuesOf(target.path);
  return answers.map((each) => ({ ...each, sent: each.sent === null ? null : withoutValues(each.sent, secrets) }));
}

/** @returns the plain answer of this round. */
async function askEach(asker: Asker, answers: Map<EncodingAsked, Answer>): Promise<readonly Visit[]> {
  const plain: Visit[] = [];
  for (const asked of encodingsAsked) {
    // Two requests compare plain and compressed. The third is for answers that take no time.
    if (asked === 'gzip' && isClear(asker)) continue;
    // An encoding that did not end in time is not asked for again.
    if (typeof answers.get(asked)?.unfinishedMs === 'number') continue;
    const visit = await ask(asked, asker, answers);
    if (asked === 'identity' && visit !== null) plain.push(visit);
  }
  return plain;
}

async function ask(asked: EncodingAsked, asker: Asker, into: Map<EncodingAsked, Answer>): Promise<Visit | null> {
  const earlier: readonly WarmVisit[] = into.get(asked)?.visits ?? [];
  const visit = await asker.ask({ headers: { 'accept-encoding': asked } });
  if (!visit.ok) {
    if (visit.silence.kind === 'hangs') {
      into.set(asked, { asked, sent: null, bytes: 0, visits: earlier, unfinishedMs: asker.limitMs });
    }
    return null;
  }
  const { response, totalMs } = visit.value;
  into.set(asked, {
    asked,
    sent: response.contentEncoding,
    bytes: response.bodyBytes,
    visits: [...earlier, ...timesOf(visit.value)],
    unfinishedMs: totalMs === null ? asker.limitMs : null,
  });
  return visit.value;
}

/** Asks again with the validator of the first response (RFC 9110 §13). Not where answers take long. */
async function revalidationOf({ headers }: Visit, asker: Asker): Promise<Revalidation> {
  const { etag, 'last-modified': lastModified } = headers;
  const conditions = {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
  if (Object.keys(conditions).length === 0) return 'no-validator';
  if (isClear(asker)) return 'not-asked';
  const again = await asker.ask({ headers: { ...conditions, 'accept-encoding': 'identity' } });
  if (!again.ok) return 'not-asked';
  return again.value.status === 304 ? 'not-modified' : 'whole-again';
}

export const encodings = gatherer({
  kind: 'encodings',
  title: 'comparing compressed and plain answers',
  when: 'before',
  harm: 'none',
  budgetMs: 20_000,
  sends: [
    'where the body has 8 KiB or more: up to 3 `GET`s of the URL with each `Accept-Encoding`: `identity`, `gzip`, and `gzip, deflate, br`; and one with the `ETag` of the first',
  ],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    const found = await gatherEncodings(context, addresses);
    return context.signal.aborted ? null : found;
  },
});
