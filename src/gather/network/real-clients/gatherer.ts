import type { Addresses, RealClients } from '../../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../../model/outcome.ts';
import { queryValuesOf, withoutValues } from '../../../model/secrets.ts';
import { requestUrl } from '../../../model/target.ts';
import type { GatherContext } from '../../context.ts';
import { gatherer } from '../../contract.ts';
import { mayContact } from '../../reach.ts';
import { type RealClientTime, timeRealClients } from './index.ts';

export const realClientTimes = gatherer({
  kind: 'real-clients',
  title: 'timing the clients installed here',
  when: 'before',
  harm: 'none',
  depth: 'quick',
  budgetMs: 600_000,
  sends: ['one `GET` of the URL by each HTTP client that is installed here, only with `--real`'],
  needs: ['addresses', 'answer'],
  gather: ({ addresses }, context) => gatherRealClients(context, addresses),
});

/** Installed clients resolve the name themselves. If it also resolves to another machine, they could connect to it. */
async function gatherRealClients(context: GatherContext, { resolutions }: Addresses): Promise<Outcome<RealClients>> {
  const { target } = context;
  const answer = resolutions.find(({ name }) => name === target.host)?.answer;
  const elsewhere = answer?.ok === true ? answer.value.find(({ address }) => !mayContact(address, context)) : undefined;
  if (elsewhere === undefined) return got({ times: await timesOfRealClients(context) });
  return gotNothing(
    'remote-target',
    `${target.host} also resolves to ${elsewhere.address}, another machine, so the clients installed here were not started`,
  );
}

/** The error text of a client may repeat its URL in another form, so the values of the query are masked. */
async function timesOfRealClients(context: GatherContext): Promise<readonly RealClientTime[]> {
  const values = queryValuesOf(context.target.path);
  const times = await timeRealClients(requestUrl(context.target), context);
  return times.map(({ because, ...time }) => ({
    ...time,
    because: because === null ? null : withoutValues(because, values),
  }));
}
