import { formEncoded } from '../body.ts';
import { queryDecoded } from './target.ts';
import { fixed, fixedText, shownText } from './template-text.ts';
import { hidden, type Vault } from './vault.ts';

type Pair = readonly [name: string, value: string];

/** `name=value&…` without blanks between. JSON and other texts sent as a form are no form. */
const FORM = /^[^=&\s{[<"]+=[^&\s]*(?:&[^=&\s]+=[^&\s]*)*$/;

export const isForm = (text: string): boolean => FORM.test(shownText(text));

/** @returns null where another serialisation of the same fields would change the bytes, or where there are slots. */
export function formFields(text: string, vault: Vault): Readonly<Record<string, string>> | null {
  const whole = fixedText(text);
  if (whole === null) return null;
  const fields = Object.fromEntries(pairsOf(whole).map(([name, value]) => [queryDecoded(name), queryDecoded(value)]));
  const again = Object.entries(fields).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  if (again.join('&') !== whole) return null;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value !== '' && vault.isSecret(name, value) ? vault.keep(name, value) : fixed(value),
    ]),
  );
}

/** A form as a text template; the secrets are encoded as they were. */
export const formText = (text: string, vault: Vault): string =>
  pairsOf(text)
    .map(([name, value]) => {
      const field = queryDecoded(shownText(name));
      return `${name}=${vault.isSecret(field, queryDecoded(shownText(value))) ? hidden(vault, field, value) : value}`;
    })
    .join('&');

const pairsOf = (text: string): readonly Pair[] =>
  text.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });

const encoded = (text: string): string => (/\p{Surrogate}/u.test(text) ? '' : formEncoded(text));
