import type { Member } from '../../src/gather/contract.ts';

/** The rows of docs/gathering.md: what each member of the list sends. */
export const sentTable = (members: readonly Member[]): string =>
  [
    '| evidence | when | least depth | harm | stopped after | what is sent |',
    '| :--- | :--- | :--- | :--- | ---: | :--- |',
    ...members.map(
      (each) =>
        `| \`${each.kind}\` | ${whenOf(each)} | ${each.depth ?? 'default'} | ${each.harm} | ${each.budgetMs / 1_000} s | ${sentBy(each)} |`,
    ),
  ].join('\n');

const sentBy = ({ sends, platforms }: Member): string =>
  (sends.length === 0 ? 'nothing' : sends.join('; ')) +
  (platforms === undefined ? '' : ` (${platforms.join(', ')} only)`);

const whenOf = (each: Member): string =>
  each.when === 'during' ? `during \`${each.observes}\`` : `${each.when} the load`;
