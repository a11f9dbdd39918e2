import type { GatherContext } from '../../../../../src/gather/context.ts';
import type { Machine } from '../../../../../src/gather/server/waits/elsewhere/machine.ts';
import { watchElsewhere } from '../../../../../src/gather/server/waits/elsewhere/watch.ts';
import { sendRequests } from '../../../../../src/gather/server/waits/url-requests.ts';

/** Watches a server as on another platform while GETs of the URL are open. */
export const gatherElsewhere = (context: GatherContext, over: Partial<Machine>) =>
  watchElsewhere(context, () => sendRequests(context), over);
