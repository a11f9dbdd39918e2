import { maskedText } from './secrets.ts';

/**
 * A mistake of ours or of the caller: the only thing that is thrown. `code` is stable; the message ends with the next step.
 * A message may quote what was typed, read or received, so secrets in it are masked here, for every place that shows it.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: string;
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode = 2) {
    super(maskedText(message));
    this.code = code;
    this.exitCode = exitCode;
  }
}
