import type { Target } from '../../../model/target.ts';
import type { FoundLogin } from './contract.ts';
import { isPasswordName, LONGEST_NAME, loginFields } from './fields.ts';
import { type Form, formsOf, type Input } from './forms.ts';
import { ownPath } from './own-path.ts';

/** A page, and the path from which it came. */
export interface ServedPage {
  readonly path: string;
  readonly html: string;
}

/**
 * The login in a page: the first form that is posted to this server and has one password. A form without a method is sent
 * by a script, and shows no request.
 */
export function loginOnPage({ path, html }: ServedPage, target: Target): FoundLogin | null {
  for (const form of formsOf(html)) {
    const action = ownPath(form.action, path, target);
    if (form.method !== 'post' || action === null || passwordsOf(form).length !== 1) continue;
    return {
      ...fieldsOf(form, path),
      path: action,
      encoding: 'form',
      from: 'page',
      seen: `GET ${path} has a login form`,
    };
  }
  return null;
}

const isNamed = ({ name }: Input): boolean => name !== '' && name.length <= LONGEST_NAME;

/** A second password is the repetition of a registration. */
const passwordsOf = ({ inputs }: Form): readonly Input[] =>
  inputs.filter((input) => input.type === 'password' && isNamed(input));

const TYPED: ReadonlySet<string> = new Set(['text', 'email', 'tel', 'username']);

function fieldsOf(form: Form, page: string): Omit<FoundLogin, 'path' | 'encoding' | 'from' | 'seen'> {
  const [password] = passwordsOf(form);
  const place = password === undefined ? 0 : form.inputs.indexOf(password);
  const typed = form.inputs.filter((input) => TYPED.has(input.type) && isNamed(input) && !isPasswordName(input.name));
  const before = form.inputs.slice(0, place).findLast((input) => typed.includes(input));
  const { usernameField } = loginFields(typed.map(({ name }) => name));
  const hidden = form.inputs.filter((input) => input.type === 'hidden' && isNamed(input));
  const changing = [...new Set(hidden.filter(isChanging).map(({ name }) => name))];
  return {
    usernameField: usernameField ?? before?.name ?? null,
    passwordField: password?.name ?? null,
    csrf: changing.length === 0 ? null : { page, fields: changing.slice(0, MOST_HIDDEN) },
    constants: constantsOf(hidden.filter((input) => !isChanging(input))),
  };
}

/** The lines for the configuration have to stay short. ASP.NET Web Forms has four. */
const MOST_HIDDEN = 6;

const CSRF = /csrf|xsrf|token|nonce|authenticity|verification|state|execution|challenge|^_?lt$/i;
/** A fixed value is a word, like `login` or `✓`, or a path. Longer ones, and mixed ones, are made for this visit. */
const FIXED = /^[a-z/_. -]{1,24}$|^[01]$|^✓$/i;

/** An empty value has nothing that a request could repeat, and is left out. */
const isChanging = ({ name, value }: Input): boolean => value !== '' && (CSRF.test(name) || !FIXED.test(value));

const constantsOf = (hidden: readonly Input[]): FoundLogin['constants'] =>
  Object.fromEntries(
    hidden
      .filter(({ value }) => value !== '')
      .slice(0, MOST_HIDDEN)
      .map(({ name, value }) => [name, value]),
  );
