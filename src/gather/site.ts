import { noValues, type Site, type SiteValues } from '../flows/workload.ts';
import { authority, type Target } from '../model/target.ts';

/** The values of a target that templates of flows may use. @param bind facts that the detection found. */
export const siteOf = (
  { scheme, host, port }: Target,
  { client, env }: SiteValues = noValues,
  bind: Site['bind'] = {},
): Site => ({
  origin: new URL(`${scheme}://${authority(host, port)}`).origin,
  client,
  env,
  bind,
});
