// Loads a TypeScript file of this repository. Vite comes with vitest and reads TypeScript, which Node 20 does not.
import { fileURLToPath } from 'node:url';

/** @param path from the folder of this file. */
export async function loaded(path) {
  const { createViteServer } = await import('vitest/node');
  const vite = await createViteServer({ configFile: false, server: { middlewareMode: true }, logLevel: 'error' });
  try {
    return await vite.ssrLoadModule(fileURLToPath(new URL(path, import.meta.url)));
  } finally {
    await vite.close();
  }
}
