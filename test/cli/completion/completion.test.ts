import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audits } from '../../../src/audit/index.ts';
import { shellNames } from '../../../src/cli/completion/command.ts';
import { completionScript } from '../../../src/cli/completion/index.ts';
import { withChildren } from '../../../src/cli/completion/contract.ts';
import { completedProgram } from '../../../src/cli/completion/tree.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { testWith } from '../../serve/require.ts';
import { withFolder } from '../whyslow.ts';

const program = buildProgram(['node', 'whyslow']);

/** What a shell prints that has loaded the script. */
const printed = (name: (typeof shellNames)[number], command: string, args: readonly string[]): Promise<string> =>
  withFolder(async (folder) => {
    const file = join(folder, `script.${name}`);
    await writeFile(file, completionScript(name, program));
    const { stdout, stderr } = spawnSync(command, [...args, file], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout;
  });

/** The words typed so far, the last one unfinished, and what the shell offers. */
const typed: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['lo'], ['load']],
  [
    ['8000', '--qu'],
    ['--quiet', '--quick'],
  ],
  [
    ['load', '8000', '--arrivals', ''],
    ['constant', 'poisson', 'ramp'],
  ],
  [['load', '--format', '=', 'js'], ['json']],
  [['explain', 'late-refused'], ['late-refused-first-address']],
  [['lab', 'worker-p'], ['worker-pool-plateau']],
  [['verify', '--only', 'rotation-m'], ['rotation-missing']],
  [['reference', 'cl'], ['cleanup']],
  [
    ['reference', 'audit', '--s'],
    ['--store', '--since'],
  ],
  [['load', '--user', 'a'], []],
  [['report', 'script.'], ['script.bash']],
];

test('bash completes commands, options, choices, ids and files', async () => {
  const loop =
    'source "$0"; compopt() { :; }; while IFS= read -r line; do IFS="|" read -ra COMP_WORDS <<<"whyslow|$line|"; ' +
    'COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _whyslow; echo "${COMPREPLY[*]}"; done';
  const answers = await withFolder(async (folder) => {
    await writeFile(join(folder, 'script.bash'), completionScript('bash', program));
    const input = typed.map(([words]) => `${words.join('|')}\n`).join('');
    return spawnSync('bash', ['-c', loop, join(folder, 'script.bash')], { cwd: folder, input, encoding: 'utf8' });
  });
  expect(answers.stderr).toBe('');
  expect(answers.stdout.trimEnd().split('\n')).toEqual(typed.map(([, offered]) => offered.join(' ')));
});

testWith(['zsh'])('zsh reads its script', () => printed('zsh', 'zsh', ['-f', '-n']));

testWith(['fish'])('fish completes commands, choices and ids', async () => {
  const asked = ['lo', 'load --arrivals p', 'lab worker-p', 'reference cl'].map(
    (words) => `complete -C "whyslow ${words}"`,
  );
  const offered = await printed('fish', 'fish', ['--no-config', '-c', `source $argv[1]; ${asked.join('; ')}`]);
  const names = offered
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[0]);
  expect(names).toEqual(['load', 'poisson', 'worker-pool-plateau', 'cleanup']);
});

test('every visible command and each of its long options is part of each script', () => {
  const commands = withChildren(completedProgram(program));
  expect(commands.map(({ path }) => path.join(' '))).toEqual(expect.arrayContaining(['diagnose', 'reference audit']));
  expect(commands.flatMap(({ path }) => path)).not.toContain('demo-inside');
  for (const name of shellNames) {
    const script = completionScript(name, program);
    const options = commands.flatMap((command) => command.options.map((option) => option.name));
    const written = name === 'fish' ? options.map((option) => `-l ${option.slice(2)}`) : options;
    expect(written.filter((option) => !script.includes(option))).toEqual([]);
    expect(audits.filter(({ id }) => !script.includes(id))).toEqual([]);
  }
});
