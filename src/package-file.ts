import { existsSync } from 'node:fs';

/** The folder of package.json, which is above this code both in `src/` and in every form of `dist/`. */
function packageRoot(): URL {
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', folder)) && folder.pathname !== '/') folder = new URL('../', folder);
  return folder;
}

/** The URL of a file of this package. `path` is relative to package.json. */
export const packageFile = (path: string): URL => new URL(path, ROOT);

/**
 * The URL of the built entry point `name` of bundle.mjs. Node 20 starts JavaScript only, so a run from the
 * TypeScript source uses the build too: build first.
 */
export const builtEntry = (name: string): URL => packageFile(`dist/bundle/${name}.js`);

const ROOT = packageRoot();
