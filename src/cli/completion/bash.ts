import { type CompletedCommand, inSingleQuotes, type Shell, type Values, withChildren } from './contract.ts';

function script(program: CompletedCommand): string {
  const all = withChildren(program);
  const known = all.flatMap(({ path }) =>
    path.length === 0 ? [] : [inSingleQuotes(`${path.slice(0, -1).join(' ')} ${path.at(-1)}`)],
  );
  return `# Completion of whyslow for bash. Load it with: source <(whyslow completion bash)
_whyslow() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' words='' index
  # bash splits --option=value at the sign.
  [[ $current == '=' ]] && current=''
  [[ $previous == '=' ]] && previous=\${COMP_WORDS[COMP_CWORD-2]}
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$command \${COMP_WORDS[index]}" in
      ${known.join('|')})
        command="\${command:+$command }\${COMP_WORDS[index]}" ;;
    esac
  done
  COMPREPLY=()
  case "$command $previous" in
${all.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${all.map(commandCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _whyslow whyslow
`;
}

const FILES = 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$current")); return';

/** Several options of a command often have the same values. */
function valueCases({ path, options }: CompletedCommand): readonly string[] {
  const byReply = new Map<string, readonly string[]>();
  for (const { name, values } of options) {
    if (values === null) continue;
    const reply = replyOf(values);
    byReply.set(reply, [...(byReply.get(reply) ?? []), inSingleQuotes(`${path.join(' ')} ${name}`)]);
  }
  return [...byReply].map(([reply, patterns]) => `    ${patterns.join('|')}) ${reply} ;;`);
}

function replyOf(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W ${inSingleQuotes(values.words.join(' '))} -- "$current")); return`;
    case 'files':
      return FILES;
    case 'free':
      return 'return';
    default:
      return values satisfies never;
  }
}

function commandCase({ path, children, options, operands }: CompletedCommand): string {
  const names = options.map(({ name }) => name);
  const operandWords = operands.kind === 'words' ? operands.words : [];
  const words = [...children.map((child) => child.path.at(-1) ?? ''), ...operandWords, ...names].join(' ');
  const files = operands.kind === 'files' ? ` [[ $current != -* ]] && { ${FILES}; };` : '';
  return `    ${inSingleQuotes(path.join(' '))})${files} words=${inSingleQuotes(words)} ;;`;
}

export const bash: Shell = { script };
