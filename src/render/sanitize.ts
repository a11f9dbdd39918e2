import type { Run } from '../model/run.ts';
import { withTexts } from '../model/secrets.ts';

/**
 * Control characters (C0 without newline and tab, DEL, C1) move cursors and set titles; bidirectional and zero-width
 * marks make text look like other text (Unicode TR 36 §2, CVE-2021-42574).
 */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON can escape every character, so the text stays the same and is safe to print. */
export const sanitizedJson = (json: string): string =>
  json.replaceAll(UNSAFE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Real product names, command lines and errors are shorter. An error may hold ten lines of a configuration. */
const LONGEST_TEXT = 1_000;

export const sanitizedText = (text: string): string => {
  const shown = text.replaceAll(UNSAFE, '\ufffd');
  return shown.length > LONGEST_TEXT ? `${shown.slice(0, LONGEST_TEXT)}…` : shown;
};

/** The same run with every string made safe to print. Every format for people starts with it. */
export function sanitized(run: Run): Run {
  const known = cleaned.get(run);
  if (known !== undefined) return known;
  const safe = withTexts(run, sanitizedText);
  cleaned.set(run, safe);
  return safe;
}

/** Cached, since the copy is most of the time that a format of a long run takes, and up to seven formats need it. */
const cleaned = new WeakMap<Run, Run>();
