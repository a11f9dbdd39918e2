import { isAbsolute } from 'node:path';
import { findProgram } from '../../../system/programs.ts';
import { runChild } from './child.ts';
import type { Detected, RealClient } from './contract.ts';
import { askProgram } from './program.ts';
import { timedByScript } from './script-output.ts';

/** How one Python library fetches `url`; `call` is indented as the body of a `try`. */
interface PythonLibrary {
  readonly runtime: string;
  readonly module: string;
  readonly version: string;
  readonly imports: string;
  readonly call: readonly string[];
  idFor(version: string): string;
}

// Python looks for modules in the working directory first, so a requests.py there would run.
const ONLY_INSTALLED = 'import sys; sys.path[:] = [p for p in sys.path if p]';

export const pythonClient = (library: PythonLibrary): RealClient => ({
  runtime: library.runtime,
  detect: () => detectLibrary(library),
  idFor: (version) => library.idFor(version),
  time: async (path, url, bounds) => timedByScript(await runChild(path, ['-c', scriptFor(library), url], bounds)),
});

async function detectLibrary({ module, version }: PythonLibrary): Promise<Detected | null> {
  const script = `${ONLY_INSTALLED}; import ${module}; print(sys.executable); print(${version})`;
  for (const name of ['python3', 'python']) {
    const python = findProgram(name);
    const printed = python === null ? null : await askProgram(python, ['-c', script]);
    // The interpreter itself, not the wrapper of a version manager.
    const [path, found] = printed?.trim().split(/\r?\n/) ?? [];
    if (path !== undefined && isAbsolute(path) && found !== undefined) return { version: found, path };
  }
  return null;
}

const scriptFor = ({ imports, call }: PythonLibrary): string => `${ONLY_INSTALLED}
import json, time
${imports}
url = sys.argv[1]
result = {}
start = time.perf_counter()
try:
${call.map((line) => `    ${line}`).join('\n')}
except Exception as error:
    result["because"] = f"{type(error).__name__}: {error}"
result["ms"] = (time.perf_counter() - start) * 1000
print(json.dumps(result))
`;
