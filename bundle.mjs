// Bundles our own code into the programs that Node starts, and the library. Run by `npm run build`.
import { build } from 'rolldown';

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
  },
  platform: 'node',
  // Packages stay packages, so that they can be audited, replaced, and left out where they are optional.
  external: /^[^./]/,
  output: { dir: 'dist/bundle', format: 'esm', chunkFileNames: 'shared/[name]-[hash].js' },
});
