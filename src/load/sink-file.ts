import { closeSync, openSync, writeSync } from 'node:fs';

/** A file that is written during a trial. It never throws: a full disk must not end the trial. */
export interface SinkFile {
  write(text: string): void;
  close(): void;
}

/** @param onFailure called once, with the system code, when the file cannot be written. Later text is dropped. */
export function openSinkFile(path: string, onFailure: (code: string) => void): SinkFile {
  let file: number | null = null;
  let failed = false;
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      if (!failed) onFailure(error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
      failed = true;
    }
  };
  attempt(() => (file = openSync(path, 'w')));
  return {
    write(text) {
      attempt(() => {
        if (file !== null && !failed) writeWhole(file, Buffer.from(text));
      });
    },
    close() {
      const open = file;
      file = null;
      if (open !== null) attempt(() => closeSync(open));
    },
  };
}

/** On a nearly full disk a write takes fewer bytes than it was given, and only the next write fails. */
function writeWhole(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}
