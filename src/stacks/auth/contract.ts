import type { Body, Flow, Place } from '../../flows/contract.ts';
import type { Remedies } from '../remedy.ts';
import type { DetectionRule } from './detection.ts';

/** Whether an OAuth client has to be known: `public` needs `{{client.id}}`, `secret` needs `{{client.secret}}` too. */
export type ClientNeed = 'none' | 'public' | 'secret';

/** Where a response states the lifetime of an access token that states none itself. */
export interface Lifetime {
  readonly from: Place;
  readonly unit: 's' | 'ms';
}

/** What a read of a protected route needs beside the session. */
export interface Reading {
  /** Headers without which the server does not look at the session. */
  readonly headers?: Readonly<Record<string, string>>;
  /** By path: a text that only a response to a session contains. For routes that answer 200 without one. */
  readonly contains?: Readonly<Record<string, string>>;
  /** By path: the body of a read that is a POST. */
  readonly posts?: Readonly<Record<string, Body>>;
  /** `page`: protected routes may be HTML pages. Without it they are JSON. */
  readonly format?: 'page';
}

/**
 * The flows and routes of one family of auth servers, as data. The flows keep `access` and, where there is one, `refresh`
 * in the session. A session of cookies alone has neither.
 */
export interface AuthStack {
  readonly id: string;
  readonly title: string;
  /** Null where the server shows nothing of its own before a sign-in, so that the stack is only used by name. */
  readonly detection: DetectionRule | null;
  /** `real`: a server of this stack is measured in the tests. `documentation`: its documentation or source was read. */
  readonly tested: 'real' | 'documentation';
  readonly client: ClientNeed;
  readonly login: Flow;
  /** Null where a session cannot be renewed without signing in. */
  readonly refresh: Flow | null;
  readonly logout: Flow | null;
  /** Protected routes to try, most likely first. `--api` names another. May name values of `bind`. */
  readonly apiPaths: readonly string[];
  readonly reading?: Reading;
  readonly lifetime?: Lifetime;
  /** The values of `{{bind.NAME}}` where the detection did not find them. */
  readonly bind?: Readonly<Record<string, string>>;
  readonly remedies: Remedies;
}
