import { hasSecretForm, isSecretName } from '../../model/secrets.ts';

/** Suffixes of fields that repeat a secret, like `password_confirmation`, `password2` and `tokenValue`. */
const REPEATED = /(?:[-_ ]?(?:confirm(?:ation)?|confirmed|again|repeat(?:ed)?|hash|value|plain)|[-_]?\d{1,4})$/i;

/** Further names of secrets: signatures of URLs, PINs, session ids of PHP and Java, and the values of OAuth and SAML. */
const ALSO_SECRET =
  /^(?:sig|hmac|pin|cvv|cvc|assertion|client[-_]?assertion|code[-_]?verifier|samlresponse|session|phpsessid|jsessionid|ticket|mfa[-_]?code|passcode)$/i;

/** Whether a header, a query parameter or a field of a body has the name of a secret. Any part of `user[password]` counts. */
export const isSecretField = (name: string): boolean =>
  name
    .split(/[.[\]]+/)
    .flatMap((part) => [part, part.replace(REPEATED, '')])
    .some((part) => part !== '' && (isSecretName(part) || ALSO_SECRET.test(part)));

const BEARER = /(?<![\w-])Bearer\s{1,4}[^\s"',;]{4,}|(?<![\w-])Basic\s{1,4}(?=[\w+/-]{0,400}[\d=])[\w+/=-]{8,}/i;
const URL_USER = /:\/\/[^\s/@:]{0,200}:[^\s/@]{1,200}@/;

/** Whether a value is or contains a secret by its form. Its name is not considered. */
export const holdsSecret = (text: string): boolean =>
  hasSecretForm(text) || BEARER.test(text) || URL_USER.test(text) || hasSecretField(text);

/** `name=`, `name:`, `"name"`, `<name>`, in any text: XML, GraphQL, a URL, JSON in a string, parts of a form. */
const FIELD = /([A-Za-z_][\w-]{0,60})[\\"']{0,4}\s{0,4}[:=>]|["']([A-Za-z_][\w-]{0,60})[\\"']/g;

/** Whether a text without a known structure names a secret beside a value. */
const hasSecretField = (text: string): boolean =>
  [...text.matchAll(FIELD)].some(([, before, quoted]) => isSecretField(before ?? quoted ?? ''));
