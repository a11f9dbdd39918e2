import { predictClients } from '../clients/predict.ts';
import type { AddressConnect, ClientPlatform, ClientPrediction, PredictedAnswer } from '../model/client.ts';
import type { Addresses, AddressVisits, NameService, RealClients } from '../model/evidence.ts';
import { median } from '../stats/quantile.ts';
import type { Subject } from './contract.ts';
import { accepts, connectMs, cutOffMs, rowsFor } from './network/address-facts.ts';
import { lookupMs } from './names/lookup-times.ts';

/** The evidence of the client table. Only the addresses are required. */
export interface ClientTableEvidence {
  readonly addresses: Addresses;
  readonly names: NameService | undefined;
  readonly real: RealClients | undefined;
}

/**
 * The predicted wait of each client stack for a new connection, and the measured wait of installed clients. The table is
 * empty where an address of the name was not contacted, since the wait of a client that tries it first is unknown.
 */
export function clientTable(
  { addresses, names, real }: ClientTableEvidence,
  { target, platform }: Subject,
): readonly ClientPrediction[] {
  if (addresses.visits.some(({ name, cold }) => name === target.host && cold.length === 0)) return [];
  const listed = rowsFor(addresses, target.host).map(asConnect);
  const predictions = predictClients({
    name: target.host,
    platform: knownPlatform(platform),
    resolveMs: lookupMs(addresses, target.host) ?? 0,
    addresses: listed,
    withAddrConfig: names?.addrconfig.ok === true ? names.addrconfig.value.map(({ address }) => address) : null,
    unlisted: unlisted(addresses, listed),
  });
  return predictions.map((prediction) => {
    const timed = real?.times.find(({ id }) => id === prediction.id);
    const answer = answerVia(prediction, addresses);
    return { ...prediction, answer, measuredMs: timed?.ms ?? prediction.measuredMs };
  });
}

/** The median wait for an answer at the address that the client reaches. It is the same for every client. */
function answerVia({ predicted }: ClientPrediction, { visits }: Addresses): PredictedAnswer | null {
  if (predicted.outcome === 'fails') return null;
  const row = visits.find(({ address, cold }) => address === predicted.via && cold.length > 0);
  if (row === undefined) return null;
  const waitsMs = row.cold.flatMap(({ firstByteMs, connectMs: afterMs }) =>
    firstByteMs === null ? [] : [Math.max(0, firstByteMs - afterMs)],
  );
  if (waitsMs.length > 0) return { kind: 'took', ms: median(waitsMs) };
  const withinMs = cutOffMs(row);
  return withinMs === null ? null : { kind: 'none', withinMs };
}

const asConnect = (row: AddressVisits): AddressConnect => ({
  address: row.address,
  family: row.family,
  // An address that accepts and then resets the connection wins the race of the connects, and the request fails. One that
  // sends nothing within our bound may still answer a client that waits longer.
  connect: breaksOff(row) ? 'reset' : (row.cold[0]?.connect ?? 'unreachable'),
  connectMs: row.cold.length === 0 ? 0 : connectMs(row),
});

const breaksOff = (row: AddressVisits): boolean => accepts(row) && row.answer === null && cutOffMs(row) === null;

const unlisted = ({ visits }: Addresses, listed: readonly AddressConnect[]): readonly AddressConnect[] =>
  visits
    .filter(({ name, address }) => name === address && !listed.some((each) => each.address === address))
    .map(asConnect);

/** On other systems a refusal is as fast as on Linux. */
const knownPlatform = (platform: string): ClientPlatform =>
  platform === 'win32' || platform === 'darwin' ? platform : 'linux';
