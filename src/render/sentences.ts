/** A longer first sentence is not a headline. */
const LONGEST_HEAD = 110;

/** Splits a summary into a headline with the cost and the rest. A summary of one sentence has no rest. */
export function headAndRest(summary: string): { readonly head: string; readonly rest: string } {
  const [, head = '', rest = ''] = /^(.+?)(?:: |; |\. )(.+)$/s.exec(summary) ?? [];
  if (head === '' || head.length > LONGEST_HEAD) return { head: summary, rest: '' };
  return { head, rest: begun(rest) };
}

/** Capitalises only these words. Names of machines and programs keep their first letter. */
const begun = (text: string): string =>
  text.replace(/^(?:the|an?|its?|each|every|no|one|there|that|this|all|both|only)(?= )/, (word) =>
    word.replace(/^./, (letter) => letter.toUpperCase()),
  );
