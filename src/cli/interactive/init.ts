import { cwd } from 'node:process';
import { parseTarget } from '../../gather/target.ts';
import { ToolError } from '../../model/error.ts';
import type { Questions } from './questions.ts';
import { choiceOf, devServers } from './servers.ts';

/** In the list of ports, the choice of another URL. */
const ANOTHER = 0;

/** The URL of a server that the files of the project do not name; null where the question was left. */
export async function askedUrl(questions: Questions): Promise<string | null> {
  const servers = (await devServers(cwd())).map(choiceOf);
  const another = { value: ANOTHER, label: 'another URL' };
  const port = servers.length === 0 ? ANOTHER : await questions.choose('Which server?', [...servers, another]);
  if (port === null) return null;
  return port === ANOTHER ? questions.text('URL or port of the server', urlProblem) : `http://localhost:${port}`;
}

function urlProblem(typed: string): string | null {
  try {
    parseTarget(typed);
    return null;
  } catch (error) {
    if (error instanceof ToolError) return error.message;
    throw error;
  }
}

/** The account to write down, never its password; an empty name is none, and null where the question was left. */
export const askedUser = (questions: Questions): Promise<string | null> =>
  questions.text('Account to sign in with (empty for none; the password is not asked here)', () => null);
