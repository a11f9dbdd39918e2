import { isSecretField, holdsSecret } from './secret-fields.ts';
import { fixedText, slot, withFixed } from './template-text.ts';

/** Collects the secrets of one text. The flows name them as `{{env.NAME}}`. */
export interface Vault {
  /** @returns the slot that names the value. */
  keep(name: string, value: string): string;
  /** A value that is no secret of the request itself, and must not occur elsewhere either, like the password of `-u`. */
  remember(value: string): void;
  /** Whether a field holds a secret: by its name, by the form of its value, or since the value was kept before. */
  isSecret(name: string, value: string): boolean;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Shorter parts of kept values occur in ordinary text by chance. */
const SHORTEST_REPEATED = 8;
const LONGEST_NAME = 60;

/** @param prefix begins each name, like `CURL`. */
export function openVault(prefix: string): Vault {
  const secrets: Record<string, string> = {};
  const parts = new Set<string>();
  const remember = (value: string): void => {
    for (const part of [value, ...value.split(/[\s;,=&:"'<>]+/)]) {
      if (part.length >= SHORTEST_REPEATED) parts.add(part);
    }
  };
  const isKnown = (text: string): boolean =>
    text.length >= SHORTEST_REPEATED && [...parts].some((part) => text.includes(part));
  return {
    secrets,
    remember,
    keep(name, value) {
      remember(value);
      const free = freeName(secrets, `${prefix}_${environmentName(name)}`, value);
      secrets[free] = value;
      return slot(`env.${free}`);
    },
    isSecret: (name, value) => isSecretField(name) || holdsSecret(value) || isKnown(value),
  };
}

function environmentName(name: string): string {
  const words = name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  const short = words.slice(0, LONGEST_NAME).replaceAll(/^_+|_+$/g, '');
  return short === '' || holdsSecret(name) ? 'VALUE' : short;
}

/** The same value keeps its name; another value gets a number. */
function freeName(secrets: Readonly<Record<string, string>>, name: string, value: string): string {
  const isFree = (wanted: string): boolean => !Object.hasOwn(secrets, wanted) || secrets[wanted] === value;
  if (isFree(name)) return name;
  let number = 2;
  while (!isFree(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}

/** Words and signs beside the slots of a secret that are no part of it: `Bearer {{env.TOKEN}}`. */
const HARMLESS = /^(?:bearer|basic|token|apikey|api-key|jwt|dpop|key)?[\s:;,."']*$/i;

/**
 * A template whose fixed texts are kept as secrets.
 * @param decode the value before it was encoded for its place; slots are encoded again.
 */
export function hidden(
  vault: Vault,
  name: string,
  template: string,
  decode: (text: string) => string = (text) => text,
): string {
  const whole = fixedText(template);
  if (whole === '') return template;
  if (whole !== null) return vault.keep(name, decode(whole));
  return withFixed(template, (text) => (HARMLESS.test(text) ? text : vault.keep(name, decode(text))));
}
