import { timesIn } from './line-times.ts';

/** The longest part that is one entry. A stack trace has some hundred lines; a log of nothing but indented lines has no end. */
const MOST_LINES = 500;
const MOST_CHARACTERS = 65_536;

/**
 * The entries of a log. A field of a JSON object that is printed over several lines, and a line of a stack trace, belong
 * to the line before them.
 */
export function joinedLines(lines: readonly string[], nowMs: number): readonly string[] {
  const entries: string[][] = [];
  let characters = 0;
  for (const line of lines) {
    const latest = entries.at(-1);
    const fits = latest !== undefined && latest.length < MOST_LINES && characters + line.length <= MOST_CHARACTERS;
    if (latest !== undefined && fits && continues(line, nowMs)) latest.push(line);
    else {
      entries.push([line]);
      characters = 0;
    }
    characters += line.length;
  }
  return entries.map((entry) => entry.join('\n'));
}

/** Padded names of levels begin entries: Log4j writes ` INFO` for `%5p`. */
const LEVEL = /^\s+\[?(?:trace|debug|info|notice|warn(?:ing)?|error|fatal|crit(?:ical)?|severe)\b/i;
/** `"at": 1`, `'at' => 1`, `at: 1`: JSON.stringify, Python's pprint, Node's util.inspect, PHP's var_export. */
const FIELD = /^\s+(?:"[^"]{1,100}"|'[^']{1,100}'|[A-Za-z_$@][\w.$@-]{0,100})\s*(?::|=>)/;
/** Where the fields of an object are not indented, as by json.dumps(indent=0). */
const QUOTED_FIELD = /^"[^"]{1,100}"\s*:/;
/** The end of an object, and of a text in one: Laravel writes a trace into a text of JSON. */
const CLOSED = /^["']?[\])}]/;
/** Python, Java, PHP and .NET write these lines of a trace without an indent. */
const TRACE =
  /^(?:Traceback \(|Caused by: |During handling of |The above exception |\.{3} \d+ more|#\d+ |\[stacktrace\]|--- End of )/;
/** The last line of a trace in Python, and the first one in JavaScript. */
const ERROR_NAME = /^(?:Uncaught )?[\w.$]{0,200}(?:Error|Exception)\b/;

function continues(line: string, nowMs: number): boolean {
  if (CLOSED.test(line) || QUOTED_FIELD.test(line) || TRACE.test(line)) return true;
  if (/^\s/.test(line)) return (!LEVEL.test(line) && FIELD.test(line)) || timesIn(line, nowMs).length === 0;
  return ERROR_NAME.test(line) && timesIn(line, nowMs).length === 0;
}
