import { setsOf, type VariableSet } from './scripts.ts';

/** One request of an .http file, before its variables are replaced. */
export interface WrittenRequest {
  /** Of `# @name`; null without one. */
  readonly name: string | null;
  /** Of the request line, from 1. */
  readonly line: number;
  readonly requestLine: string;
  readonly headerLines: readonly string[];
  readonly body: string;
  /** Variables that scripts before the request set. */
  readonly before: readonly VariableSet[];
  /** Variables that scripts set from the response. */
  readonly after: readonly VariableSet[];
  /** Whether it has a script, or a part of one, that is not read. */
  readonly hasOtherScript: boolean;
}

/** An .http file in its parts. Variables are those of `@name = value`. */
export interface HttpFile {
  readonly requests: readonly WrittenRequest[];
  readonly variables: ReadonlyMap<string, string>;
}

/** A request that is being read. */
interface Draft {
  name: string | null;
  line: number;
  requestLine: string | null;
  place: 'before' | 'url' | 'headers' | 'body';
  readonly headerLines: string[];
  readonly bodyLines: string[];
  readonly before: VariableSet[];
  readonly after: VariableSet[];
  hasOtherScript: boolean;
}

const emptyDraft = (): Draft => ({
  name: null,
  line: 0,
  requestLine: null,
  place: 'before',
  headerLines: [],
  bodyLines: [],
  before: [],
  after: [],
  hasOtherScript: false,
});

const SCRIPT_START = /^\s*([<>])\s*\{%/;
/** A script file, a file for the response, and the history of responses. */
const SCRIPT_FILE = /^(?:>\s+\S+\.m?[jt]s\s*$|>>!?\s|<>\s)/;
const VARIABLE = /^\s*@([^\s=]+)\s*=(.*)$/;
const NAME = /^\s*(?:#|\/\/)\s*@name(?:\s+|\s*=\s*)([^\s=]+)\s*$/;
const COMMENT = /^\s*(?:#|\/\/)/;
const DIRECTIVE = /^\s*(?:import|run)\s/;

/** Splits a file of VS Code REST Client or JetBrains at `###` and reads the lines of each request. */
export function readHttpFile(text: string): HttpFile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const requests: WrittenRequest[] = [];
  const variables = new Map<string, string>();
  let draft = emptyDraft();
  const finish = (): void => {
    const made = requestOf(draft);
    if (made !== null) requests.push(made);
    draft = emptyDraft();
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith('###')) finish();
    else if (SCRIPT_START.test(line)) at = readScript(lines, at, draft);
    else readLine(line, at + 1, draft, variables);
  }
  finish();
  return { requests, variables };
}

/** @returns the line of its end. */
function readScript(lines: readonly string[], start: number, draft: Draft): number {
  const found = lines.findIndex((line, at) => at >= start && line.includes('%}'));
  const end = found === -1 ? lines.length - 1 : found;
  const text = lines
    .slice(start, end + 1)
    .join('\n')
    .replace(SCRIPT_START, '')
    .replace(/%\}[\s\S]*$/, '');
  const { sets, rest } = setsOf(text);
  const isBefore = draft.requestLine === null;
  (isBefore ? draft.before : draft.after).push(...sets);
  draft.hasOtherScript ||= rest.trim() !== '';
  if (!isBefore) draft.place = 'body';
  return end;
}

function readLine(line: string, number: number, draft: Draft, variables: Map<string, string>): void {
  if (draft.place === 'before') return readBefore(line, number, draft, variables);
  if (SCRIPT_FILE.test(line)) {
    draft.hasOtherScript ||= /^>\s/.test(line);
    return;
  }
  if (draft.place === 'body') return void draft.bodyLines.push(line);
  if (line.trim() === '') {
    draft.place = 'body';
    return;
  }
  if (COMMENT.test(line)) return;
  if (draft.place === 'url' && isUrlPart(line)) {
    draft.requestLine = `${draft.requestLine}${line.trim()}`;
    return;
  }
  draft.place = 'headers';
  draft.headerLines.push(line);
}

/** A query over several lines, and in JetBrains files also a path. */
const isUrlPart = (line: string): boolean => /^\s*[?&]/.test(line) || /^\s+[/{]/.test(line);

function readBefore(line: string, number: number, draft: Draft, variables: Map<string, string>): void {
  const [, variable, value = ''] = VARIABLE.exec(line) ?? [];
  if (variable !== undefined) return void variables.set(variable, value.trim());
  const [, name] = NAME.exec(line) ?? [];
  if (name !== undefined) draft.name = name;
  if (line.trim() === '' || COMMENT.test(line) || DIRECTIVE.test(line)) return;
  if (/^\s*<\s/.test(line)) {
    draft.hasOtherScript = true;
    return;
  }
  draft.requestLine = line.trim();
  draft.line = number;
  draft.place = 'url';
}

function requestOf({ name, line, requestLine, headerLines, bodyLines, ...scripts }: Draft): WrittenRequest | null {
  if (requestLine === null) return null;
  const isOnlyComments = bodyLines.every((each) => each.trim() === '' || COMMENT.test(each));
  const body = isOnlyComments ? '' : bodyLines.join('\n').trimEnd();
  const { before, after, hasOtherScript } = scripts;
  return { name, line, requestLine, headerLines, body, before, after, hasOtherScript };
}
