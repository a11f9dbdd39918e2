import { configLinesFor } from './config-lines.ts';
import type { FoundLogin } from './contract.ts';

/** A search without a known auth stack. */
export interface LoginSearch {
  readonly found: readonly FoundLogin[];
  /** Requests that got a response. */
  readonly answered: number;
}

/** The facts for the message. `presets` are the ids of the known auth stacks. */
export interface Searched extends LoginSearch {
  readonly url: string;
  readonly presets: readonly string[];
}

/** The message where no auth stack was recognised: what was found, and the lines to complete; or what was tried. */
export function noLoginText({ found, answered, url, presets }: Searched): string {
  const [best] = found;
  const named = presets.join(', ');
  if (best === undefined) {
    const search = answered === 0 ? 'no request got an answer' : `${answered} requests`;
    return (
      `No login was found on ${url}: tried the routes of the auth stacks, OpenAPI documents, and an empty body to common ` +
      `paths like POST /login and POST /api/auth/login (${search}). No password was sent. Name the auth stack with ` +
      `--preset NAME: ${named}; or describe the login as auth: in the configuration.`
    );
  }
  return (
    `No login of a known auth stack was found on ${url}, but ${best.seen}. No password was sent. ` +
    'Complete these lines in the configuration, or name the auth stack with --preset.\n\n' +
    configLinesFor(best).join('\n')
  );
}
