/** A mistake of ours or of the caller: the only thing that is thrown. `code` is stable; the message ends with the next step. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: string;
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode = 2) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}
