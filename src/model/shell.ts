/**
 * Quotes one word for the reader's shell. On Windows the result works in cmd and in PowerShell: both support double
 * quotes, while cmd treats single quotes literally and redirects on a bare `<`.
 */
export const quotedFor = (word: string, platform: string): string =>
  platform === 'win32' ? quotedForWindows(word) : quotedForPosix(word);

const quotedForPosix = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Quotes a comma and @ too: cmd needs no quotes, but in PowerShell a comma makes a list and @ splats. */
const quotedForWindows = (word: string): string =>
  // Backslashes are literal except before a quote, where they are doubled (CommandLineToArgvW).
  /^[\w+=:./\\-]+$/.test(word) ? word : `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
