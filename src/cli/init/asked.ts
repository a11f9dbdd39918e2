import { env, stdin, stdout } from 'node:process';
import { ToolError } from '../../model/error.ts';
import { canAsk, type Questions } from '../interactive/questions.ts';
import { urlOfProject } from './find-server.ts';
import type { Seen } from './project.ts';
import type { LookedAt } from './server.ts';

/**
 * The URL of the server of this project, else that of a person's choice; null where the question was left.
 * @throws ToolError `no-server` (exit 2) where no person can answer.
 */
export async function urlFor(project: readonly Seen[]): Promise<string | null> {
  try {
    return await urlOfProject(project);
  } catch (error) {
    const questions = await questionsHere();
    if (questions === null || !(error instanceof ToolError)) throw error;
    return (await import('../interactive/init.ts')).askedUrl(questions);
  }
}

/** The account for a known login. Empty where there is none, null where the question was left. */
export async function userFor({ login }: Pick<LookedAt, 'login'>): Promise<string | null> {
  const questions = login.kind === 'stack' ? await questionsHere() : null;
  return questions === null ? '' : (await import('../interactive/init.ts')).askedUser(questions);
}

/** Null where no person can answer. */
const questionsHere = async (): Promise<Questions | null> =>
  canAsk(stdin, stdout, env) ? (await import('../interactive/prompts.ts')).prompts : null;
