import { z } from 'zod';
import { compileFlow } from '../../flows/compile.ts';
import type { AuthStack } from '../../stacks/auth/contract.ts';
import { ownStack } from '../../stacks/auth/own.ts';
import { apiPath } from '../values.ts';
import { exchangeKeysAt, steps } from './exchange-fields.ts';
import { attempt, parsedText, text } from './fields.ts';

const path = parsedText('a path that starts with a slash, like /api/me/', apiPath);

const authObject = z.strictObject({
  title: text('a name for reports').optional().meta({ description: 'The name of the server in reports.' }),
  login: steps.meta({
    description:
      'Sign in with {{username}} and {{password}}. Captures `access` and `refresh` are the tokens; cookies are kept.',
  }),
  refresh: steps.optional().meta({ description: 'Renew the session with {{session.refresh}} or its cookies.' }),
  logout: steps.optional().meta({ description: 'End the session.' }),
  api: z
    .union([path.transform((each) => [each]), z.array(path).min(1, { error: 'at least one path' })], {
      error: 'a protected route like /api/me, or a list of them',
    })
    .optional()
    .meta({
      description: 'Protected GET routes, of which the first that needs the session is read.',
      examples: ['/api/me'],
    }),
});

/** An auth stack of the user's own. */
export const auth = authObject
  .transform((written, context): AuthStack =>
    attempt(
      () => {
        const stack = ownStack(written);
        for (const flow of [stack.login, stack.refresh, stack.logout]) if (flow !== null) compileFlow(flow);
        return stack;
      },
      { value: written, expected: 'an auth stack', context },
    ),
  )
  .meta({
    description: 'How this server signs in, where no preset fits.',
    examples: [
      {
        login: {
          request: 'POST /api/login',
          json: { email: '{{username}}', password: '{{password}}' },
          capture: { access: 'json:token' },
        },
        api: '/api/me',
      },
    ],
  });

export const authKeysAt = (given: readonly PropertyKey[]): readonly string[] =>
  given.length === 0 ? Object.keys(authObject.shape) : exchangeKeysAt(given.slice(1));
