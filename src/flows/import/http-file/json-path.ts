import type { Place } from '../../contract.ts';

const STEP = /\.?\[(\d+)\]|\.?\[(["'])([^"'.[\]]+)\2\]|\.([\w$-]+)/y;

/** `$.items[0].id` as a place of a flow. @returns null for the whole body, wildcards, filters and XPath. */
export function placeInBody(path: string): Place | null {
  const keys: string[] = [];
  STEP.lastIndex = path.startsWith('$') ? 1 : 0;
  const text = path.startsWith('$') ? path : `.${path}`;
  while (STEP.lastIndex < text.length) {
    const [, index, , quoted, name] = STEP.exec(text) ?? [];
    const key = index ?? quoted ?? name;
    if (key === undefined) return null;
    keys.push(key);
  }
  return keys.length === 0 ? null : `json:${keys.join('.')}`;
}
