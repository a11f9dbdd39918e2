import type { Credentials } from '../model/auth.ts';
import type { CompiledFlow } from './compile.ts';
import type { Names, Session } from './contract.ts';

/** The names for templates that are the same for every user of a target. */
export type Site = Omit<Names, 'username' | 'password'>;

/** The values of a site that the user gives: a client of an OAuth server, and secrets. They stay in memory. */
export type SiteValues = Pick<Site, 'client' | 'env'>;

export const noValues: SiteValues = { client: { id: '', secret: '' }, env: {} };

/** A flow that virtual users repeat, and the flows that keep their sessions valid. */
export interface Workload {
  readonly flow: CompiledFlow;
  /** The flows to try, in order, when the access token is about to expire. Empty where the flow itself renews it. */
  readonly renew: readonly CompiledFlow[];
  /** The flow that begins a new session after a wrong response; null where the flow itself begins one. */
  readonly recover: CompiledFlow | null;
  readonly site: Site;
}

/** One virtual user between two iterations. No two users share a session or a chain of tokens. */
export interface VirtualUser {
  readonly credentials: Credentials;
  readonly session: Session;
}

/** Without a client of its own, a site takes the account for one: with client credentials (RFC 6749 §4.4) it is. */
export const namesOf = (site: Site, { username, password }: Credentials): Names => ({
  ...site,
  client: site.client.id === '' ? { id: username, secret: password } : site.client,
  username,
  password,
});
