import type { AnyAudit, AnySecurityAudit } from '../../src/audit/contract.ts';
import type { Fault } from '../../src/lab/contract.ts';
import type { ExitCode } from '../../src/model/exit-codes.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { commandPlans } from '../../src/pipelines/commands.ts';
import type { Format } from '../../src/render/contract.ts';
import type { AuthStack } from '../../src/stacks/auth/contract.ts';
import type { ServerStack } from '../../src/stacks/servers/contract.ts';
import type { Suite } from '../../src/suites/contract.ts';

/** The lists that the page of the catalogues is made from. */
export interface Catalogues {
  readonly commands: typeof commandPlans;
  readonly findings: readonly AnyAudit[];
  readonly checks: readonly AnySecurityAudit[];
  readonly profiles: readonly Profile[];
  readonly suites: readonly Suite[];
  readonly authStacks: readonly AuthStack[];
  readonly serverStacks: readonly ServerStack[];
  readonly formats: readonly Format[];
  readonly faults: readonly Fault[];
  readonly exitCodes: readonly ExitCode[];
}

/** Each table by the name that marks its place in docs/catalogue.md. */
export const tables: Readonly<Record<keyof Catalogues, (lists: Catalogues) => string>> = {
  commands: ({ commands }) =>
    table(
      ['command', 'what it does', 'account'],
      Object.entries(commands).map(([name, { title, account }]) => [code(name), title, account.replaceAll('-', ' ')]),
    ),
  findings: ({ findings }) =>
    table(
      ['finding', 'defect', 'evidence'],
      findings.map(({ id, title, needs }) => [page(id), title, needs.map(code).join(' ')]),
    ),
  checks: ({ checks }) =>
    table(
      ['check', 'defect', 'standard'],
      checks.map(({ id, title, standard }) => [page(id), title, standard]),
    ),
  profiles: ({ profiles }) =>
    table(
      ['`--profile`', 'what it is'],
      profiles.map(({ id, title }) => [code(id), title]),
    ),
  suites: ({ suites }) =>
    table(
      ['suite', 'what is measured', 'default threshold'],
      suites.map(({ id, title, threshold }) => [code(id), title, code(`${id} ${threshold.text}`)]),
    ),
  authStacks: ({ authStacks }) =>
    table(
      ['`--preset`', 'auth stack'],
      authStacks.map(({ id, title }) => [code(id), title]),
    ),
  serverStacks: ({ serverStacks }) =>
    table(
      ['id', 'server'],
      serverStacks.map(({ id, title }) => [code(id), title]),
    ),
  formats: ({ formats }) =>
    table(
      ['`--format`', 'file'],
      formats.map(({ name, file }) => [code(name), code(file)]),
    ),
  faults: ({ faults }) =>
    table(
      ['fault', 'what is wrong with the machine'],
      faults.map(({ id, title }) => [code(id), title]),
    ),
  exitCodes: ({ exitCodes }) =>
    table(
      ['exit code', 'meaning'],
      exitCodes
        .toSorted((a, b) => (a.codes[0] ?? 0) - (b.codes[0] ?? 0))
        .map(({ codes, meaning }) => [codes.join(', '), meaning]),
    ),
};

const code = (text: string): string => `\`${text}\``;
const page = (id: string): string => `[${id}](findings/${id}.md)`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => ':---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
