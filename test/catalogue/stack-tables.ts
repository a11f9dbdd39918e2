import { envNamesIn } from '../../src/flows/env-names.ts';
import type { AuthStack } from '../../src/stacks/auth/contract.ts';
import { table } from './tables.ts';

/** Each table by the name that marks its place in docs/stacks.md. */
export const stackTables = (stacks: readonly AuthStack[]): Readonly<Record<string, () => string>> => ({
  recognised: () =>
    table(
      ['`--preset`', 'auth stack', 'recognised by', 'tested with'],
      stacks.map(({ id, title, detection, tested }) => [
        `\`${id}\``,
        title,
        escaped(detection?.text ?? 'nothing: name it with `--preset`'),
        tested === 'real' ? 'a real server' : 'documented responses',
      ]),
    ),
  flows: () =>
    table(
      ['`--preset`', 'refresh', 'logout', 'needs'],
      stacks.map((stack) => [
        `\`${stack.id}\``,
        stack.refresh === null ? 'none' : 'yes',
        stack.logout === null ? 'none' : 'yes',
        needsOf(stack).join('; '),
      ]),
    ),
});

const escaped = (text: string): string => text.replaceAll('|', '\\|');

const clients: Readonly<Record<AuthStack['client'], readonly string[]>> = {
  none: [],
  public: ['the id of a client, and its secret where it has one'],
  secret: ['the id and the secret of a client'],
};

function needsOf({ login, client, apiPaths }: AuthStack): readonly string[] {
  const isClient = JSON.stringify(login).includes('client_credentials');
  return [
    isClient ? 'an account that is a client, with its id and secret' : 'an account',
    ...clients[client],
    ...envNamesIn([login]).map((name) => `\`${name}\` in the environment`),
    ...(apiPaths.length === 0 ? ['`--api PATH`'] : []),
  ];
}
