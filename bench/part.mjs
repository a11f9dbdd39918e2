// Runs the cases of one part and keeps their results: { cases: [{ id, measure }], wrong(id, result), line(result), summary(results) }.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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
