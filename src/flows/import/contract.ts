import type { Flow } from '../contract.ts';

/** Flows made from a text that people have: a curl command, a HAR file, an OpenAPI document, an .http file. */
export interface Imported {
  /** At least one. Their ids are unique, in lower case, of letters, digits and dashes. */
  readonly flows: readonly Flow[];
  /** Where the text sends its requests, like `http://localhost:3000`; null where it does not say. */
  readonly origin: string | null;
  /**
   * Values that are secrets or may be. They stay in memory: the flows name them as `{{env.NAME}}`. NAME is made from the
   * header or field, like `CURL_AUTHORIZATION`.
   */
  readonly secrets: Readonly<Record<string, string>>;
  /** What was left out or changed and why, a sentence each, without secrets. For the user. */
  readonly notes: readonly string[];
}

/** Choices of the user for every import. */
export interface ImportOptions {
  /** Requests that may change data (all methods but GET, HEAD and OPTIONS) are kept too. */
  readonly includeWrites: boolean;
  /** Whether there is an account: a session of our own then replaces the credentials of the text (`needs: 'session'`). */
  readonly hasAccount: boolean;
}
