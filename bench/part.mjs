// The command line of a bench of several parts, and one part of it: { cases: [{ id, measure }], wrong(id, result), line(result),
// summary(results) }, whose results are kept.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @param folder the URL of the folder with the results.
 * @returns whether each case is as expected.
 */
export async function measurePart(folder, name, { cases, wrong, line, summary }, { again, only }) {
  const file = fileURLToPath(new URL(`${name}.json`, folder));
  mkdirSync(folder, { recursive: true });
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const chosen = cases.filter(({ id }) => id.includes(only));
  const isDone = ({ id }) => !again && known[id] !== undefined;
  const problems = [];
  for (const each of chosen) {
    if (!isDone(each)) {
      known[each.id] = await each.measure().catch((error) => ({ error: error.message.split('\n')[0] }));
      writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`);
    }
    const result = known[each.id];
    const problem = result.error ?? wrong(each.id, result);
    if (problem !== null) problems.push(each.id);
    console.log(`${problem === null ? 'right' : 'WRONG'}  ${each.id.padEnd(44)} ${problem ?? line(result)}`);
  }
  const results = Object.fromEntries(
    chosen.flatMap(({ id }) => (known[id].error === undefined ? [[id, known[id]]] : [])),
  );
  console.log(`${chosen.length - problems.length} of ${chosen.length} as expected. ${summary(results)}`);
  return problems.length === 0;
}

/**
 * The options of a bench whose parts keep their results: --only for the cases whose name contains a text, --again to measure them
 * although a result is known, and --runs for how often.
 */
const keptOptions = {
  again: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
  runs: { type: 'string' },
};

/** Runs the parts that the command line names, each as `{ cases, … }` made by `part({ runs })`. Without names, all of them. */
export async function runKeptParts(folder, parts) {
  await runParts(parts, keptOptions, async (name, part, values) => {
    const opened = await part({ runs: values.runs === undefined ? undefined : Number(values.runs) });
    try {
      return await measurePart(folder, name, opened, values);
    } finally {
      await opened.close?.();
    }
  });
}

/**
 * Runs the parts that the command line names, and without names all of them. Sets the exit code.
 *
 * @param run gets the name, the part and the values of the options, and tells whether the part is as expected.
 */
export async function runParts(parts, options, run) {
  const { values, positionals } = commandLine(parts, options);
  let isRight = true;
  for (const [name, part] of Object.entries(parts)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    console.log(`\n${name}`);
    isRight = (await run(name, part, values)) && isRight;
  }
  process.exitCode = isRight ? 0 : 1;
}

/** Ends the bench where an option or a part is not known. */
function commandLine(parts, options) {
  try {
    const parsed = parseArgs({ allowPositionals: true, options });
    const unknown = parsed.positionals.find((name) => !(name in parts));
    if (unknown === undefined) return parsed;
    console.error(`No part is called "${unknown}". Parts: ${Object.keys(parts).join(', ')}.`);
  } catch (error) {
    console.error(`${error.message}\nParts: ${Object.keys(parts).join(', ')}.`);
  }
  return process.exit(2);
}
