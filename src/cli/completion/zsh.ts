import { type CompletedCommand, inSingleQuotes, type Shell, type Values, withChildren } from './contract.ts';

function script(program: CompletedCommand): string {
  const all = withChildren(program);
  const known = all.flatMap(({ path }) =>
    path.length === 0 ? [] : [inSingleQuotes(`${path.slice(0, -1).join(' ')} ${path.at(-1)}`)],
  );
  return `#compdef whyslow
# Completion of whyslow for zsh. Load it after compinit, with: source <(whyslow completion zsh)
_whyslow() {
  local command='' current=\${words[CURRENT]} previous=\${words[CURRENT-1]}
  local -a items
  integer index
  for ((index = 2; index < CURRENT; index++)); do
    case "$command \${words[index]}" in
      (${known.join('|')}) command="\${command:+$command }\${words[index]}" ;;
    esac
  done
  # In --option=value only the part behind the sign is completed.
  if [[ $current == --*=* ]]; then
    previous=\${current%%=*}
    compset -P '*='
  fi
  case "$command $previous" in
${all.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${all.map(commandCase).join('\n')}
  esac
  _describe whyslow items
}
if [[ \${funcstack[1]} == _whyslow ]]; then _whyslow "$@"; else compdef _whyslow whyslow; fi
`;
}

/** `name:description`, in which a colon of the name needs a backslash. */
const item = (name: string, about = ''): string =>
  inSingleQuotes(about === '' ? name.replaceAll(':', '\\:') : `${name.replaceAll(':', '\\:')}:${about}`);

const itemsOf = (words: readonly string[]): string => `items=(${words.map((word) => item(word)).join(' ')})`;

function replyOf(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `${itemsOf(values.words)}; _describe whyslow items; return`;
    case 'files':
      return '_files; return';
    case 'free':
      return 'return';
    default:
      return values satisfies never;
  }
}

function valueCases({ path, options }: CompletedCommand): readonly string[] {
  const byReply = new Map<string, readonly string[]>();
  for (const { name, values } of options) {
    if (values === null) continue;
    const reply = replyOf(values);
    byReply.set(reply, [...(byReply.get(reply) ?? []), inSingleQuotes(`${path.join(' ')} ${name}`)]);
  }
  return [...byReply].map(([reply, patterns]) => `    (${patterns.join('|')}) ${reply} ;;`);
}

function commandCase({ path, children, options, operands }: CompletedCommand): string {
  const words = operands.kind === 'words' ? operands.words.map((word) => item(word)) : [];
  const items = [
    ...children.map((child) => item(child.path.at(-1) ?? '', child.about)),
    ...words,
    ...options.map(({ name, about }) => item(name, about)),
  ];
  const files = operands.kind === 'files' ? ' [[ $current != -* ]] && { _files; return; };' : '';
  return `    (${inSingleQuotes(path.join(' '))})${files} items=(${items.join(' ')}) ;;`;
}

export const zsh: Shell = { script };
