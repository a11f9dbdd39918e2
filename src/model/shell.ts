/**
 * One word of a command line, as the reader's shell has to be told. On Windows the text works in cmd and in PowerShell:
 * both keep what stands between double quotes, while cmd takes single quotes literally and redirects on a bare `<`.
 */
export const quotedFor = (word: string, platform: string): string =>
  platform === 'win32' ? quotedForWindows(word) : quotedForPosix(word);

const quotedForPosix = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Not among them, though harmless in cmd: a comma, which makes a list in PowerShell, and @, which splats. */
const quotedForWindows = (word: string): string =>
  // Backslashes are literal, but for those before a quote: these are doubled (CommandLineToArgvW).
  /^[\w+=:./\\-]+$/.test(word) ? word : `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
