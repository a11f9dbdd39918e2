import { maskedText } from './secrets.ts';

/**
 * An error of the tool or of its caller, the only type that is thrown on purpose. `code` is stable; the message ends
 * with the next step. A message may quote user input, files or responses, so the constructor masks secrets in it.
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
