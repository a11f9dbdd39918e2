import type { Site } from '../flows/workload.ts';
import { authority, type Target } from '../model/target.ts';

/** What the templates of flows may name of a target. */
export const siteOf = ({ scheme, host, port }: Target): Site => ({
  origin: new URL(`${scheme}://${authority(host, port)}`).origin,
  client: { id: '', secret: '' },
  env: {},
  bind: {},
});
