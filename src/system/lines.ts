import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { constants, createGunzip } from 'node:zlib';

/** The lines of longer texts are no lines of a log: the rest of one is dropped, so that the memory stays bounded. */
const LONGEST_LINE = 1_000_000;
const GZIP = 0x1f8b;

/**
 * The lines of a text file of any size, in lists as they are read. A file of gzip is read too, also one that was cut off.
 * The encoding is named by the byte order mark; without one it is UTF-8.
 * @throws an error with a system code for a file that cannot be read, and one of zlib for damaged gzip.
 */
export async function* linesOf(path: string): AsyncGenerator<readonly string[]> {
  const { isGzip, encoding } = await kindOf(path);
  const file = createReadStream(path);
  // Without the flush a file that was cut off would be an error at its end.
  const bytes = isGzip ? file.pipe(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })) : file;
  file.on('error', (error) => bytes.destroy(error));
  const decoder = new TextDecoder(encoding);
  let rest = '';
  try {
    for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      yield lines;
    }
    const last = rest + decoder.decode();
    if (last !== '') yield [last];
  } finally {
    file.destroy();
  }
}

async function kindOf(path: string): Promise<{ readonly isGzip: boolean; readonly encoding: string }> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    const first = buffer.readUInt16BE(0);
    const encodings: Readonly<Record<number, string>> = { 0xfffe: 'utf-16le', 0xfeff: 'utf-16be' };
    return { isGzip: first === GZIP, encoding: encodings[first] ?? 'utf-8' };
  } finally {
    await file.close();
  }
}
