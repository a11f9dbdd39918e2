import { configLinesFor } from './config-lines.ts';
import type { FoundLogin } from './contract.ts';

/** A search without a known auth stack. */
export interface LoginSearch {
  readonly found: readonly FoundLogin[];
  /** Requests that got a response. */
  readonly answered: number;
}

/**
 * The message of a run that recognised no auth stack. It names the found login with the configuration lines to complete,
 * or the requests that were tried. Reports cut texts after 1000 characters.
 */
export function noLoginText({ found, answered }: LoginSearch, url: string): string {
  const [best] = found;
  if (best === undefined) {
    const count = answered === 0 ? 'none of them got an answer' : `${answered} further requests`;
    return (
      `No login was found on ${url}: tried the routes of the auth stacks, OpenAPI documents, an empty body to common paths ` +
      `like POST /api/login, and pages with a form (${count}). No password was sent. Name the auth stack with --preset NAME ` +
      '(whyslow run --help lists them), or describe the login as auth: in the configuration.'
    );
  }
  return (
    `No login of a known auth stack was found on ${url}, but ${best.seen}. No password was sent. ` +
    'Complete these lines in the configuration, or name the auth stack with --preset.\n\n' +
    configLinesFor(best).join('\n')
  );
}
