import { accessSync, constants, statSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { ToolError } from '../../../model/error.ts';
import type { AuditLog, OpenAuditLog } from './contract.ts';

/** A few events write a few lines. A server that logs more meanwhile is busy with something else. */
const LONGEST_BYTES = 16_777_216;

/** @throws ToolError `no-audit-log` (exit 2) if it is not a readable file. */
export function auditLogFile(path: string): AuditLog {
  try {
    accessSync(path, constants.R_OK);
    if (!statSync(path).isFile()) throw Object.assign(new Error('no file'), { code: 'it is no regular file' });
  } catch (error) {
    const because = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ToolError(
      'no-audit-log',
      `--audit-log ${path} cannot be read (${because}). Name the file that the server appends its audit entries to.`,
    );
  }
  return { name: path, open: () => openAtEnd(path) };
}

async function openAtEnd(path: string): Promise<OpenAuditLog> {
  const begun = await stat(path);
  let isWhole = true;
  return {
    isWhole: () => isWhole,
    async lines() {
      const now = await stat(path).catch(() => null);
      if (now === null) return [];
      // A log that was rotated meanwhile begins anew.
      const from = now.ino === begun.ino && now.size >= begun.size ? begun.size : 0;
      isWhole = now.size - from <= LONGEST_BYTES;
      const text = await textFrom(path, from, Math.min(now.size - from, LONGEST_BYTES));
      return text.split(/\r?\n/).filter((line) => line !== '');
    },
    close: async () => {},
  };
}

async function textFrom(path: string, from: number, bytes: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(bytes), position: from });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
