import { predictClients } from '../clients/predict.ts';
import type { AddressConnect, ClientPlatform, ClientPrediction } from '../model/client.ts';
import type { Addresses, AddressVisits, NameService, RealClients } from '../model/evidence.ts';
import type { Subject } from './contract.ts';
import { accepts, connectMs, rowsFor } from './network/address-facts.ts';
import { lookupMs } from './names/lookup-times.ts';

/** What the ledger is made of: the addresses, and what there is of the rest. */
export interface LedgerEvidence {
  readonly addresses: Addresses;
  readonly names: NameService | undefined;
  readonly real: RealClients | undefined;
}

/**
 * What each client stack would feel on its next new connection, and what the installed ones really felt. Nothing is
 * predicted where an address of the name was not contacted: a client that tries it first could feel anything.
 */
export function clientLedger(
  { addresses, names, real }: LedgerEvidence,
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
    return timed === undefined ? prediction : { ...prediction, measuredMs: timed.ms };
  });
}

const asConnect = (row: AddressVisits): AddressConnect => ({
  address: row.address,
  family: row.family,
  // An address that accepts and then says nothing has won every race and loses the request all the same.
  connect: accepts(row) && row.answer === null ? 'reset' : (row.cold[0]?.connect ?? 'unreachable'),
  connectMs: row.cold.length === 0 ? 0 : connectMs(row),
});

const unlisted = ({ visits }: Addresses, listed: readonly AddressConnect[]): readonly AddressConnect[] =>
  visits
    .filter(({ name, address }) => name === address && !listed.some((each) => each.address === address))
    .map(asConnect);

/** Every other system is closest to Linux in what a refusal costs: nothing. */
const knownPlatform = (platform: string): ClientPlatform =>
  platform === 'win32' || platform === 'darwin' ? platform : 'linux';
