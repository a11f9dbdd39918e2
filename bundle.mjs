// Bundles our own code, and the packages that it needs, into the programs that Node starts, and the library. Then it copies
// the declarations of the public API. Run by `npm run build`.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'rolldown';
import { licensesOf } from './licenses.mjs';

const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * hdr-histogram-js finds zlib with `eval`, so that bundles for browsers need no zlib. In a bundle for Node that finds
 * nothing, and pako would compress in its place.
 */
const zlibOfNode = {
  name: 'zlib-of-node',
  resolveId: (id) => (id === 'pako' ? '\0pako' : null),
  load: (id) => (id === '\0pako' ? 'module.exports = null;' : null),
  transform: (code, id) =>
    id.endsWith('JsHistogram.encoding.js')
      ? code.replaceAll(/eval\('require\("zlib"\)\.(\w+)'\)/g, "require('node:zlib').$1")
      : null,
};

/** Their licences require that their notices are part of each copy. */
const licenses = {
  name: 'licenses',
  generateBundle(_options, bundle) {
    const files = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: licensesOf(files) });
  },
};

await build({
  input: {
    main: 'src/cli/main.ts',
    // What main.ts runs. The tests run several commands in one process with it.
    program: 'src/cli/program.ts',
    index: 'src/index.ts',
    reference: 'src/reference/main.ts',
    'lab-inside': 'src/lab/inside.ts',
    'lab-server': 'src/lab/servers/main.ts',
    'waits-sampler': 'src/gather/server/waits/sampler.ts',
    'null-target': 'src/load/null-target.ts',
    generator: 'src/load/processes/generator.ts',
  },
  platform: 'node',
  // What may be missing stays a package: the binaries, and what only few commands need.
  external: Object.keys(optionalDependencies),
  plugins: [zlibOfNode, licenses],
  output: { dir: 'dist/bundle', format: 'esm', chunkFileNames: 'shared/[name]-[hash].js' },
});

copyDeclarations('dist/index.d.ts');

/** Copies a declaration file and all that it imports to dist/types. */
function copyDeclarations(file, copied = new Set()) {
  if (copied.has(file)) return;
  copied.add(file);
  const target = join('dist/types', relative('dist', file));
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(file, target);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\(|import)\s*['"](\.[^'"]+)['"]/g)) {
    copyDeclarations(join(dirname(file), path.replace(/\.(?:ts|js)$/, '.d.ts')), copied);
  }
}
