import type { IncomingMessage } from 'node:http';
import type { Reply } from '../http/reply.ts';
import type { Timings } from '../http/timings.ts';
import type { AddressSource } from '../options.ts';
import type { Metrics } from '../metrics.ts';
import type { Passwords } from '../passwords.ts';
import type { Patients } from '../store/patients.ts';
import type { Store } from '../store/store.ts';
import type { Throttle } from '../throttle.ts';
import type { Keyring } from '../tokens/keyring.ts';
import type { Tokens } from '../tokens/tokens.ts';
import type { SchemaName } from './schemas.ts';

/** The services that all routes share. */
export interface Services {
  readonly store: Store;
  readonly patients: Patients;
  readonly tokens: Tokens;
  readonly keyring: Keyring;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly metrics: Metrics;
  /** Whether a protected call checks that its session is live, or accepts the token until it expires. */
  readonly strictRevocation: boolean;
  readonly clientAddress: AddressSource;
  readonly nowMs: () => number;
}

export type Params = Readonly<Record<string, string>>;

/** The data of one request. */
export interface Call {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly timings: Timings;
  readonly params: Params;
  readonly query: URLSearchParams;
}

/** One path with one method. A new route is a file here and a line in index.ts. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** `:name` stands for one segment. */
  readonly path: string;
  readonly about: About;
  answer(call: Call, services: Services): Promise<Reply>;
}

/** The description of a route in /openapi.json. */
export interface About {
  readonly summary: string;
  readonly access: 'open' | 'bearer';
  readonly body?: readonly string[];
  readonly query?: Readonly<Record<string, QueryParameter>>;
  readonly answers: SchemaName | 'text';
  readonly refusals: readonly number[];
}

export interface QueryParameter {
  readonly description: string;
  readonly schema: object;
}
