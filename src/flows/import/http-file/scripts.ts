import type { Place } from '../../contract.ts';
import { placeInBody } from './json-path.ts';

/** A variable that a script of JetBrains sets: to a text, or to a value of the response. */
export type VariableSet =
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'place'; readonly name: string; readonly place: Place };

const SET =
  /(?:client\.global|request\.variables|client\.variables\.\w{1,20})\s?\.\s?set\(\s{0,9}(["'])([^"'\n]{1,200})\1\s{0,9},\s{0,9}([^;\n]{1,400}?)\s{0,9}\)\s{0,9}(?:;|(?=\n)|$)/g;

/** The variables that a script sets, and the rest of it. */
export function setsOf(script: string): { readonly sets: readonly VariableSet[]; readonly rest: string } {
  const sets: VariableSet[] = [];
  const rest = script.replaceAll(SET, (statement: string, _quote: string, name: string, value: string) => {
    const set = setOf(name, value);
    if (set === null) return statement;
    sets.push(set);
    return '';
  });
  return { sets, rest: rest.replaceAll(/^[ \t]*\/\/.*$/gm, '') };
}

function setOf(name: string, value: string): VariableSet | null {
  const [, , text] = /^(["'])([^"'\\]*)\1$/.exec(value) ?? [];
  if (text !== undefined) return { kind: 'text', name, text };
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return { kind: 'text', name, text: value };
  const place = placeOf(value);
  return place === null ? null : { kind: 'place', name, place };
}

function placeOf(value: string): Place | null {
  const [, , header] = /^response\.headers\.valueOf\(\s*(["'])([\w-]+)\1\s*\)$/.exec(value) ?? [];
  if (header !== undefined) return `header:${header}`;
  const [, , path] = /^jsonPath\(\s*response\.body\s*,\s*(["'])(\$[^"']*)\1\s*\)$/.exec(value) ?? [];
  if (path !== undefined) return placeInBody(path);
  const [, inner] = /^response\.body((?:\?\.|[.[])[\s\S]*)$/.exec(value) ?? [];
  return inner === undefined ? null : placeInBody(`$${inner.replaceAll('?.', '.')}`);
}
