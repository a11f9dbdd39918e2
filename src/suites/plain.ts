import type { Exchange } from '../flows/contract.ts';
import type { Method } from '../model/http.ts';
import { maskedUrl } from '../model/secrets.ts';
import type { SuiteId } from '../model/suite.ts';
import type { OwnSuite } from './own.ts';

/** The suite of the target's own URL. */
export const plainId: SuiteId = 'url';

/** One request to the target's URL. */
export interface PlainRequest {
  readonly method: Method;
  /** Header values are templates: secrets are `{{env.NAME}}`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: NonNullable<Exchange['body']> | null;
}

export const plainGet: PlainRequest = { method: 'GET', headers: {}, body: null };

/**
 * Every response of 2xx is right.
 * @param path with its query, whose values are masked in the title.
 */
export const plainSuite = (path: string, { method, headers, body }: PlainRequest = plainGet): OwnSuite => ({
  flow: {
    id: plainId,
    title: `${method} ${maskedUrl(path)}`,
    noun: 'a request',
    steps: [
      { id: method.toLowerCase(), method, path: withoutBraces(path), headers, ...(body === null ? {} : { body }) },
    ],
  },
  session: 'if-any',
  thresholds: [],
});

/** Two braces in a URL would begin a template, so that they are percent-encoded. */
const withoutBraces = (path: string): string => path.replaceAll('{', '%7B').replaceAll('}', '%7D');
