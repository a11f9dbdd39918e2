import type { Credentials } from '../model/auth.ts';
import type { CompiledFlow } from './compile.ts';
import type { Names, Session } from './contract.ts';

/** What templates may name that is the same for every user of a target. */
export type Site = Omit<Names, 'username' | 'password'>;

/** A flow that virtual users repeat, and how their sessions go on meanwhile. */
export interface Workload {
  readonly flow: CompiledFlow;
  /** What to try, in order, when the access token is about to end; empty where the flow itself brings a new one. */
  readonly renew: readonly CompiledFlow[];
  /** Begins a new session after a wrong response; null where the flow itself does. */
  readonly recover: CompiledFlow | null;
  readonly site: Site;
}

/** One virtual user between two iterations. Its session is its own: no two users share a chain of tokens. */
export interface VirtualUser {
  readonly credentials: Credentials;
  readonly session: Session;
}

export const namesOf = (site: Site, { username, password }: Credentials): Names => ({ ...site, username, password });
