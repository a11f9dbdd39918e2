import type { Method } from '../model/http.ts';

/** A JSON value whose strings are templates. */
export type JsonTemplate =
  | string
  | number
  | boolean
  | null
  | readonly JsonTemplate[]
  | { readonly [key: string]: JsonTemplate };

/** One part of a multipart body: a field, or a file with its name and media type. */
export type Part = string | { readonly filename: string; readonly type: string; readonly content: string };

export type Body =
  | { readonly json: JsonTemplate }
  | { readonly form: Readonly<Record<string, string>> }
  | { readonly multipart: Readonly<Record<string, Part>> }
  | { readonly text: string; readonly type: string };

/**
 * How the session is presented to the server. Its cookies are sent with every exchange except one that presents `none`.
 * `bearer` is `session.access`, `refresh-bearer` is `session.refresh`, `client-basic` is the client's id and secret.
 * Without `present`, an exchange of a flow that needs a session sends `session.access` as a bearer where there is one.
 */
export type Present = 'bearer' | 'refresh-bearer' | 'cookie' | 'client-basic' | 'none';

/**
 * The place of a value in a response: `json:data.access_token`, `header:authorization`, `cookie:rt`,
 * `form:csrfmiddlewaretoken` (an input of the HTML page), `location:code` (a query parameter of the Location).
 */
export type Place = string;

export type CaptureScope = 'session' | 'iteration';

/** Captures of login and refresh flows are kept in the session, others in the iteration, unless `scope` is set. */
export type Capture =
  | Place
  | {
      readonly from: Place;
      /** `bearer` removes the word "Bearer"; `url` decodes percent-encoding. */
      readonly decode?: 'bearer' | 'url';
      /** A response without the value is right too, and the earlier value is kept. */
      readonly optional?: true;
      readonly scope?: CaptureScope;
    };

export interface Expect {
  /** Without it: any 2xx. */
  readonly status?: readonly number[];
  /** The beginning of the Location header, without the target's origin. A template. */
  readonly location?: string;
  /** A beginning that the Location header must not have: a form login may answer a wrong password 302 to its page. */
  readonly notLocation?: string;
  /** The body must parse as JSON, for any content type. */
  readonly json?: boolean;
  readonly contains?: string;
  /** Tokens of the session. Each must be present, be new or issued in this second, and not expire before the old one. */
  readonly renews?: readonly string[];
}

/**
 * One request and its right response. `path`, `query`, `headers`, `body` and the locations of `expect` are templates over
 * `username password origin uuid n client.id client.secret session.NAME step.NAME cookie.NAME bind.NAME env.NAME`.
 * Values are encoded for their place. Values of `bind` are parts of URLs and are not encoded.
 */
export interface Exchange {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** `auth` is the origin of the target's separate auth server; by default `target`. */
  readonly origin?: 'target' | 'auth';
  readonly body?: Body;
  readonly present?: Present;
  readonly capture?: Readonly<Record<string, Capture>>;
  readonly expect?: Expect;
}

/** Requests as data: what one virtual user sends in one iteration. */
export interface Flow {
  readonly id: string;
  readonly title: string;
  /** The name of one iteration, with its article: `a refresh`. */
  readonly noun: string;
  /** A flow that needs `nothing` begins a new session. */
  readonly needs: 'nothing' | 'session';
  readonly steps: readonly Exchange[];
  /** `hash`: each iteration costs the server a password hash. */
  readonly cost?: 'hash';
  /** The default scope of captures: `session` for flows that sign in or refresh. */
  readonly captures?: CaptureScope;
}

/** A captured value keeps its JSON type. */
export type Value = string | number | boolean;
export type Values = Readonly<Record<string, Value>>;

/** One user's session. Immutable, so that concurrent requests can share it. Each exchange returns a new one. */
export interface Session {
  readonly values: Values;
  readonly cookies: readonly Cookie[];
  /** When the exchange began that brought `access`. Unix ms; absent where none did. */
  readonly issuedAtMs?: number;
}

/** One cookie as the user agent keeps it (RFC 6265 §5.3). A host-only cookie of one origin: loopback has no other. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  /** Unix ms; Infinity for a cookie without an expiry. */
  readonly expiresAtMs: number;
}

/** The names for templates beside the session: facts of one virtual user and of the run. */
export interface Names {
  readonly username: string;
  readonly password: string;
  readonly origin: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly env: Readonly<Record<string, string>>;
  /** Parts of URLs that detection found, like `token_path`. */
  readonly bind: Readonly<Record<string, string>>;
}

/** Unique values and the time, passed in, since the interpreter is pure. */
export interface Fresh {
  /** Unique in a run, from 1 up. */
  readonly n: number;
  readonly uuid: string;
  readonly nowMs: number;
}
