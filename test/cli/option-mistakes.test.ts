import { Command, CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { explainMistakes } from '../../src/cli/option-mistakes.ts';

/** What the command prints on stderr for these words. */
function complaintOn(words: readonly string[]): string {
  let text = '';
  const program = new Command('tool').version('1.0.0').configureOutput({ writeErr: (part) => void (text += part) });
  const deep = program.command('deep').option('--format <list>').option('--secret-hidden');
  for (let n = 0; n < 6; n += 1) deep.option(`--filler-${n}`);
  program
    .command('small')
    .option('--json')
    .action(() => {});
  deep.action(() => {});
  explainMistakes(program);
  expect(() => program.parse(['node', 'tool', ...words])).toThrow(CommanderError);
  return text;
}

test.each([
  [
    'an option with swapped letters',
    ['deep', '--fromat', 'x'],
    '(Did you mean --format?)\n(tool deep --help shows its options)',
  ],
  ['a value with a sign', ['deep', '--formt=x'], '(Did you mean --format?)\n'],
  ['an option of the program', ['deep', '--verson'], '(Did you mean --version?)\n'],
  ['a word near no option', ['small', '--wrong'], "'--wrong'\n(tool small --help shows its options: --json)"],
])('%s gets the near option, or the help of its command', (_what, words, line) =>
  expect(complaintOn(words)).toContain(line),
);

test('a value is never part of the suggestion', () => {
  const [, ...suggestion] = complaintOn(['deep', '--formt=hunter2']).split('\n');
  expect(suggestion.join('\n')).not.toContain('hunter2');
});
