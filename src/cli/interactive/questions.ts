/** A key press that left the question, Ctrl-C or Esc, is null. */
export interface Questions {
  choose<T extends number | string>(question: string, choices: readonly Choice<T>[]): Promise<T | null>;
  confirm(question: string): Promise<boolean | null>;
  /** @param problem null for an answer that is accepted. */
  text(question: string, problem: (answer: string) => string | null): Promise<string | null>;
}

export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

interface Stream {
  readonly isTTY?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The exit code of a shell for Ctrl-C. */
export const LEFT_EXIT = 130;

/** Whether a person can answer: on a terminal in both directions, and not in CI, which may provide one. */
export const canAsk = (stdin: Stream, stdout: Stream, environment: Environment): boolean =>
  stdin.isTTY === true &&
  stdout.isTTY === true &&
  environment['TERM'] !== 'dumb' &&
  /^(?:false|0)?$/i.test(environment['CI'] ?? '');
