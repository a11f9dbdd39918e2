import { readFile } from 'node:fs/promises';

/** A text file of whichever editor or shell: PowerShell 5.1 writes UTF-16LE with `>`, Notepad may begin UTF-8 with a BOM. */
export const readText = async (path: string): Promise<string> => decodeText(await readFile(path));

/** The byte order mark says the encoding and is no part of the text; without one it is UTF-8. */
export function decodeText(bytes: Buffer): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) return wholeUnits(bytes).swap16().toString('utf16le', 2);
  return bytes.toString('utf8', first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0);
}

/** A copy, since swapping happens in place, and of an even length, which swapping wants. */
const wholeUnits = (bytes: Buffer): Buffer => Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
