/** The hidden fields of a login page that change with each visit, like a CSRF token. */
export interface PageFields {
  /** The path of the page. */
  readonly page: string;
  /** At least one. */
  readonly fields: readonly string[];
}

/** A route that seems to sign in, on a server of no known auth stack. It was found without a password. */
export interface FoundLogin {
  /** Absolute and percent-encoded, without a query. */
  readonly path: string;
  readonly encoding: 'json' | 'form';
  /** A dot in the name of a JSON field leads into a nested object. Null where the server does not show the name. */
  readonly usernameField: string | null;
  readonly passwordField: string | null;
  readonly csrf: PageFields | null;
  /** Further fields with fixed values, like `grant_type`. */
  readonly constants: Readonly<Record<string, string>>;
  /** An API document, the response to an empty body, or a page with a form. The form of a page answers with a redirect. */
  readonly from: 'openapi' | 'route' | 'page';
  /** A clause without text of the server, like `POST /api/login answers an empty JSON body with 422`. */
  readonly seen: string;
}

/** The fields of a login, among the names that a server shows. */
export type LoginFields = Pick<FoundLogin, 'usernameField' | 'passwordField'>;
