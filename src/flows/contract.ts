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
 * How the session is shown to the server. Cookies of the session travel with every exchange but one that presents `none`.
 * `bearer` is `session.access`, `refresh-bearer` is `session.refresh`, `client-basic` is the client's id and secret.
 * Without `present`, an exchange of a flow that needs a session shows `session.access` as a bearer where there is one.
 */
export type Present = 'bearer' | 'refresh-bearer' | 'cookie' | 'client-basic' | 'none';

/**
 * Where a value stands in a response: `json:data.access_token`, `header:authorization`, `cookie:rt`,
 * `form:csrfmiddlewaretoken` (an input of the HTML page), `location:code` (a query parameter of the Location).
 */
export type Place = string;

export type CaptureScope = 'session' | 'iteration';

/** Captures of login and refresh flows live in the session, others in the iteration, unless `scope` says otherwise. */
export type Capture =
  | Place
  | {
      readonly from: Place;
      /** `bearer` takes the word "Bearer" off; `url` decodes percent-encoding. */
      readonly decode?: 'bearer' | 'url';
      /** A response without the value is right as well; a value from before stays. */
      readonly optional?: true;
      readonly scope?: CaptureScope;
    };

export interface Expect {
  /** Without it: any 2xx. */
  readonly status?: readonly number[];
  /** How the Location header begins, without the target's origin. A template. */
  readonly location?: string;
  /** The body has to parse as JSON, also where the content type names something else. */
  readonly json?: boolean;
  readonly contains?: string;
  /** Tokens of the session: each came, ends no earlier than the one before, and repeats only within its issuing second. */
  readonly renews?: readonly string[];
}

/**
 * One request and its right response. `path`, `query`, `headers`, `body` and `expect.location` are templates over
 * `username password origin uuid n client.id client.secret session.NAME step.NAME cookie.NAME bind.NAME env.NAME`.
 * Values are encoded for the place in which they stand; values of `bind` are parts of URLs and stand as they are.
 */
export interface Exchange {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** `auth` is the origin of a separate auth server, found by discovery. */
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
  /** What one iteration is called, with its article: `a refresh`. */
  readonly noun: string;
  /** A flow that needs `nothing` begins a new session. */
  readonly needs: 'nothing' | 'session';
  readonly steps: readonly Exchange[];
  /** `hash`: each iteration costs the server a password hash. */
  readonly cost?: 'hash';
  /** Where captures live that do not say so: `session` for flows that sign in or refresh. */
  readonly captures?: CaptureScope;
}

/** A captured value keeps its JSON type. */
export type Value = string | number | boolean;
export type Values = Readonly<Record<string, Value>>;

/** One user's session. Immutable, so that racers may share it: each exchange returns the next one. */
export interface Session {
  readonly values: Values;
  readonly cookies: readonly Cookie[];
}

/** One cookie as the user agent keeps it (RFC 6265 §5.3). A host-only cookie of one origin: loopback has no other. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  /** Unix ms; Infinity for a cookie that lives as long as the session. */
  readonly expiresAtMs: number;
}

/** What templates may name besides the session: facts of one virtual user and of the run. */
export interface Names {
  readonly username: string;
  readonly password: string;
  readonly origin: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly env: Readonly<Record<string, string>>;
  /** Parts of URLs that detection found, like `token_path`. */
  readonly bind: Readonly<Record<string, string>>;
}

/** Sources of uniqueness, from outside, since the interpreter is pure. */
export interface Fresh {
  /** Unique in a run, from 1 up. */
  readonly n: number;
  readonly uuid: string;
  readonly nowMs: number;
}
