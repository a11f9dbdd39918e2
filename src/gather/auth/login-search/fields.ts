import type { FoundLogin, LoginFields } from './contract.ts';

/** Longer names are no names of fields, and would fill an error message. */
export const LONGEST_NAME = 64;

/** `user[password]` and `Input.Password` end with the part that says what they hold. */
const lastPart = (name: string): string => name.split(/[.[\]]+/).findLast((part) => part !== '') ?? '';

const PASSWORD =
  /(?:^|[-_ ])(?:pw|pin)$|(?:pass|password|passwd|passphrase|passcode|pwd|passwort|kennwort|wachtwoord|senha|contrase[nñ]a)$/i;
/** Fields of a registration or of a change of the password. */
const OTHER_PASSWORD = /confirm|repeat|again|verify|^(?:new|old|current|re)[-_ ]?pass|by-?pass|com-?pass/i;

export function isPasswordName(name: string): boolean {
  const part = lastPart(name);
  return name.length <= LONGEST_NAME && PASSWORD.test(part) && !OTHER_PASSWORD.test(part);
}

/** Names of the account's field without separators, most common first. */
const USERNAMES: readonly string[] = (
  'username email emailaddress useremail usermail usernameoremail emailorusername identifier login loginname loginid userid ' +
  'user mail account accountname phone phonenumber mobile handle uid log name nickname'
).split(' ');
/** Of names that only contain such a word, like `j_username`. */
const CONTAINED = /user|mail|login|account|ident/;
const NO_USERNAME =
  /token|csrf|xsrf|otp|code|captcha|type|remember|scope|client|agent|pass|role|hash|button|submit|redirect|url|next/;

/** Lower is more common; null for a name that is not the account's. */
function usernameRank(name: string): number | null {
  if (name.length > LONGEST_NAME) return null;
  const word = lastPart(name).toLowerCase().replaceAll(/[-_ ]/g, '');
  const place = USERNAMES.indexOf(word);
  if (place !== -1) return place;
  return CONTAINED.test(word) && !NO_USERNAME.test(word) ? USERNAMES.length : null;
}

export const isUsernameName = (name: string): boolean => usernameRank(name) !== null;

export const isCredentialName = (name: string): boolean => isPasswordName(name) || isUsernameName(name);

/** The two fields of a login among these names, the most common name of an account first. */
export function loginFields(names: readonly string[]): LoginFields {
  const ranked = names.flatMap((name) => {
    const rank = usernameRank(name);
    return rank === null ? [] : [{ name, rank }];
  });
  return {
    usernameField: ranked.toSorted((a, b) => a.rank - b.rank)[0]?.name ?? null,
    passwordField: names.find(isPasswordName) ?? null,
  };
}

const ENDS_IN_LOGIN = /(?:log-?_?in|sign-?_?in)\/?$/i;

/** Higher for what is more surely a login: its two fields, a token in the response, a path that says so. */
const score = ({ usernameField, passwordField, from, path }: FoundLogin): number =>
  (passwordField === null ? 0 : 8) +
  (usernameField === null ? 0 : 4) +
  (from === 'page' ? 0 : 2) +
  (ENDS_IN_LOGIN.test(path) ? 1 : 0);

/** Best first, each route once. */
export function bestFirst(found: readonly FoundLogin[]): readonly FoundLogin[] {
  const known = new Set<string>();
  return found
    .toSorted((a, b) => score(b) - score(a))
    .filter(({ path, encoding }) => {
      const key = `${encoding} ${path}`;
      if (known.has(key)) return false;
      known.add(key);
      return true;
    });
}
