import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { lastLineOn } from '../../render/terminal/last-line.ts';
import { sanitizedText } from '../../render/sanitize.ts';
import type { Doctor, Examined, PartState } from './contract.ts';

export interface TextStyle {
  readonly width: number;
  readonly unicode: boolean;
}

const MARKS: Readonly<Record<PartState, { readonly unicode: string; readonly ascii: string }>> = {
  works: { unicode: '✔', ascii: '+' },
  limited: { unicode: '–', ascii: '-' },
  missing: { unicode: '✖', ascii: 'x' },
};

/** One line for each part, the next step below it, and an answer at the end. */
export function doctorText({ versions, parts }: Doctor, style: TextStyle): string {
  const { whyslow, node, platform, architecture, kernel } = versions;
  const idWidth = Math.max(...parts.map(({ id }) => id.length));
  return [
    ...wrapped(
      `whyslow ${whyslow}, Node ${node}, ${platform} ${architecture}, kernel ${sanitizedText(kernel)}`,
      '',
      style.width,
    ),
    '',
    ...parts.flatMap((part) => linesOf(part, idWidth, style)),
    '',
    lastLineOn({ ...style, colour: false }, { sentence: conclusion(parts), lead: 'Next:', command: 'whyslow 8000' }),
  ].join('\n');
}

function linesOf(
  { id, state, found, next }: Examined,
  idWidth: number,
  { width, unicode }: TextStyle,
): readonly string[] {
  const mark = MARKS[state][unicode ? 'unicode' : 'ascii'];
  const indent = ' '.repeat(idWidth + 4);
  const [first = '', ...rest] = wrapped(sanitizedText(found), indent, width);
  return [
    `${mark} ${id.padEnd(idWidth)}${first.slice(idWidth + 2)}`,
    ...rest,
    ...(next === null ? [] : wrapped(`Next: ${next}`, indent, width)),
  ];
}

const wrapped = (text: string, indent: string, width: number): readonly string[] =>
  wrapAnsi(text, width - stringWidth(indent))
    .split('\n')
    .map((line) => `${indent}${line}`);

function conclusion(parts: readonly Examined[]): string {
  const less = parts.filter(({ state }) => state !== 'works').length;
  if (less === 0) return `All ${parts.length} parts work here.`;
  return `${parts.length - less} of ${parts.length} parts work here; a diagnosis works without the others.`;
}
