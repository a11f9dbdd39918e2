/** What a terminal of 80 columns shows first of a diagnosis, and its last line. */
export interface FirstLines {
  readonly first: readonly [RegExp, RegExp, RegExp];
  readonly last: RegExp;
}

const asked = /^whyslow diagnose http:\/\/localhost:\d+\/$/;
const noProblem = /^✔ No problem found on localhost:\d+$/;
const nextIsRun = /^ {2}No problem found in \d+ checks\. Next: whyslow run \S+$/;
const thenAgain = /Then: whyslow (?:diagnose )?\S+ --against \S+$/;

/** The answers to six states of a server, by the id of the fault. */
export const firstLines: Readonly<Record<string, FirstLines>> = {
  none: {
    first: [asked, noProblem, /^ {2}::1 answers 200 in [\d.]+ ms; 127\.0\.0\.1 answers 200 in/],
    last: nextIsRun,
  },
  'ipv4-only-machine': { first: [asked, noProblem, /^ {2}127\.0\.0\.1 answers 200 in [\d.]+ ms/], last: nextIsRun },
  'late-refused-first-address': {
    first: [
      asked,
      /^✖ localhost costs 2\.\d\d s on every new connection {2,}late-refused-first-address$/,
      /^ {2}::1 comes first and refuses only after 2\.\d\d s; 127\.0\.0\.1 answers in/,
    ],
    last: thenAgain,
  },
  'unreachable-target': {
    first: [
      asked,
      /^✖ no server answers on port \d+ \(::1 refused, 127\.0\.0\.1 refused\)\. Start the$/,
      /^ {2}server, or check the port\.$/,
    ],
    last: /^ {2}Nothing was measured\. When the server answers: whyslow (?:diagnose )?\S+$/,
  },
  'sleeping-request': {
    first: [
      asked,
      /^✖ For \d+ ms of the \d+ ms of a request the server sleeps until a timer ends\.$/,
      /^ {2}sleeping-request$/,
    ],
    last: thenAgain,
  },
  'every-answer-an-error': {
    first: [
      asked,
      /^✖ GET \/ fails every time {2,}every-answer-an-error$/,
      /^ {2}\d+ of \d+ answers are 500, a server error\.$/,
    ],
    last: thenAgain,
  },
};

/** The first lines with text, and the last paragraph as one line: a long command has a line of its own. */
export function shownLines(page: string): { readonly first: readonly string[]; readonly last: string } {
  const first = page.split('\n').filter((line) => line !== '');
  const [last = ''] = page.trimEnd().split('\n\n').slice(-1);
  return { first: first.slice(0, 3), last: last.replaceAll(/\n */g, ' ') };
}
