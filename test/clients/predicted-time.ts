import type { Algorithm, ClientStack } from '../../src/clients/contract.ts';
import { clientStacks } from '../../src/clients/index.ts';
import { predict } from '../../src/clients/predict.ts';
import type { AddressConnect, PredictedOutcome } from '../../src/model/client.ts';
import { situation } from './situation.ts';

export const V6 = '::1';
export const V4 = '127.0.0.1';

/** A client with only this algorithm and no other special behaviour. */
export const stack = (algorithm: Algorithm, differences: Partial<ClientStack> = {}): ClientStack => ({
  id: 'made-up',
  title: 'a client of this test',
  versions: 'all',
  order: 'resolver',
  dedupe: false,
  algorithm,
  noSynRetryOnWindows: false,
  certainty: 'unverified',
  source: 'this test',
  note: null,
  ...differences,
});

export const known = (id: string): ClientStack => {
  const found = clientStacks.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`No client is called ${id}.`);
  return found;
};

export const short = (predicted: PredictedOutcome): string =>
  predicted.outcome === 'connects' ? `${predicted.ms} via ${predicted.via}` : `fails at ${predicted.ms}`;

/** The prediction as text: "250 via 127.0.0.1". */
export const predictedTime = (
  client: ClientStack,
  addresses: readonly AddressConnect[],
  differences: Parameters<typeof situation>[1] = {},
): string => short(predict(client, situation(addresses, differences)).predicted);
