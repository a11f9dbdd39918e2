// Loads TypeScript files of this repository. Vite comes with vitest and reads TypeScript, which Node 20 does not.
import { fileURLToPath } from 'node:url';

let opened = null;

async function openVite() {
  const { createViteServer } = await import('vitest/node');
  return createViteServer({ configFile: false, server: { middlewareMode: true }, logLevel: 'error' });
}

/** @param path from the folder of this file. */
export async function loaded(path) {
  opened ??= openVite();
  return (await opened).ssrLoadModule(fileURLToPath(new URL(path, import.meta.url)));
}

/** What was loaded can import nothing more after this. */
export const closeTypescript = async () => (await opened)?.close();
