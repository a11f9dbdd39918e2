import { type CompletedCommand, type CompletedOption, type Shell, type Values, withChildren } from './contract.ts';

const script = (program: CompletedCommand): string =>
  [
    '# Completion of whyslow for fish. Load it with: whyslow completion fish | source',
    'complete -c whyslow -f',
    ...withChildren(program).flatMap(linesOf),
    '',
  ].join('\n');

function linesOf(command: CompletedCommand): readonly string[] {
  const { children, options, operands } = command;
  const condition = quoted(conditionOf(command));
  const lineOf = (rest: string): string => `complete -c whyslow -n ${condition} ${rest}`;
  return [
    ...children.map(({ path, about }) => lineOf(`-a ${path.at(-1)}${described(about)}`)),
    ...(operands.kind === 'free' ? [] : [lineOf(valuesOf(operands))]),
    ...options.map((option) => lineOf(optionOf(option))),
  ];
}

/** A command is active behind its own words, until one of its own commands follows. */
function conditionOf({ path, children }: CompletedCommand): string {
  const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  const below = children.map((child) => child.path.at(-1)).join(' ');
  return [...seen, ...(below === '' ? [] : [`not __fish_seen_subcommand_from ${below}`])].join('; and ');
}

const optionOf = ({ name, about, values }: CompletedOption): string =>
  `-l ${name.slice(2)}${values === null ? '' : ` ${values.kind === 'files' ? '-r' : '-x'} ${valuesOf(values)}`.trimEnd()}${described(about)}`;

function valuesOf(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `-a ${quoted(values.words.join(' '))}`;
    case 'files':
      return '-F';
    case 'free':
      return '';
    default:
      return values satisfies never;
  }
}

const described = (about: string): string => (about === '' ? '' : ` -d ${quoted(about)}`);

/** fish knows two escapes in single quotes. */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

export const fish: Shell = { script };
