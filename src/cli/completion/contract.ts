/** What can follow an option, or stand as an operand. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'free' };

export interface CompletedOption {
  /** `--format`; a short name is not completed. */
  readonly name: string;
  readonly about: string;
  /** Null for an option without a value. */
  readonly values: Values | null;
}

/** One command, as far as completion needs it. The path of the program itself is empty. */
export interface CompletedCommand {
  readonly path: readonly string[];
  readonly about: string;
  readonly children: readonly CompletedCommand[];
  readonly options: readonly CompletedOption[];
  readonly operands: Values;
}

export interface Shell {
  readonly script: (program: CompletedCommand) => string;
}

/** The command and all below it. */
export const withChildren = (command: CompletedCommand): readonly CompletedCommand[] => [
  command,
  ...command.children.flatMap(withChildren),
];

/** The parts of a script that hold words, in single quotes of a POSIX shell. */
export const inSingleQuotes = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
