/** A headline longer than this is read like a paragraph. */
const LONGEST_HEAD = 110;

/** A summary as a headline, with the price in it, and what follows it; a summary of one sentence has no rest. */
export function headAndRest(summary: string): { readonly head: string; readonly rest: string } {
  const [, head = '', rest = ''] = /^(.+?)(?:: |; |\. )(.+)$/s.exec(summary) ?? [];
  if (head === '' || head.length > LONGEST_HEAD) return { head: summary, rest: '' };
  return { head, rest: begun(rest) };
}

/** A name of a machine or a program keeps its letter: only what is certainly a word of ours begins with a capital. */
const begun = (text: string): string =>
  text.replace(/^(?:the|an?|its?|each|every|no|one|there|that|this|all|both|only)(?= )/, (word) =>
    word.replace(/^./, (letter) => letter.toUpperCase()),
  );
