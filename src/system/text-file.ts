import { readFile } from 'node:fs/promises';

/** Reads a text file of any editor or shell: PowerShell 5.1 writes UTF-16LE with `>`, Notepad may begin UTF-8 with a BOM. */
export const readText = async (path: string): Promise<string> => decodeText(await readFile(path));

/** The byte order mark names the encoding and is not part of the text. Without one the text is UTF-8. */
export function decodeText(bytes: Buffer): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) return wholeUnits(bytes).swap16().toString('utf16le', 2);
  return bytes.toString('utf8', first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0);
}

/** A copy of even length, since `swap16` works in place and requires an even length. */
const wholeUnits = (bytes: Buffer): Buffer => Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
