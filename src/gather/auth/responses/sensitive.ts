import type { SensitiveData, SeenToken } from '../../../model/auth-responses.ts';
import { hasSecretForm } from '../../../model/secrets.ts';

type Claims = Readonly<Record<string, unknown>>;

/** The payload of a JWT without verification; null for other tokens. */
export function claimsOf(token: string): Claims | null {
  const parts = token.split('.');
  if (parts.length !== 3) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : null;
  } catch {
    return null;
  }
}

/** A payload is a few hundred bytes. These bound a hostile one. */
const DEEPEST = 5;
const MOST_CLAIMS = 300;
const LONGEST_TEXT = 4_096;

/** The claims that show sensitive data. The values are looked at and not kept. */
export function sensitiveClaims(claims: Claims): SeenToken['sensitive'] {
  const found: { claim: string; data: SensitiveData }[] = [];
  let left = MOST_CLAIMS;
  const walk = (value: object, under: string, depth: number): void => {
    for (const [name, inner] of Object.entries(value)) {
      left -= 1;
      if (left < 0) return;
      const claim = Array.isArray(value) ? under : `${under}${under === '' ? '' : '.'}${shownName(name)}`;
      const data = dataIn(name, inner);
      if (data !== null) found.push({ claim, data });
      else if (typeof inner === 'object' && inner !== null && depth < DEEPEST) walk(inner, claim, depth + 1);
    }
  };
  walk(claims, '', 1);
  return found.filter(
    (each, index) => index === found.findIndex(({ claim, data }) => claim === each.claim && data === each.data),
  );
}

const PLAIN_NAME = /^[A-Za-z_$][\w:./$-]{0,59}$/;
/** A name with so many digits may be a number of a person, and no name. */
const MANY_DIGITS = /\d{5}/;

/** Names of claims and cookies come from the server. */
export const shownName = (name: string): string =>
  PLAIN_NAME.test(name) && !MANY_DIGITS.test(name) && !hasSecretForm(name) ? name : '(unusual name)';

/** They name the issuer and the recipients, and no user. */
const NOT_OF_THE_USER = new Set(['iss', 'aud', 'azp', 'client_id']);

function dataIn(name: string, value: unknown): SensitiveData | null {
  if (NOT_OF_THE_USER.has(name) || isEmpty(value)) return null;
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, LONGEST_TEXT) : null;
  const byForm = text === null ? undefined : forms.find(({ has }) => has(text, plain));
  const named = byForm ?? names.find(({ pattern, needs }) => pattern.test(plain) && needs(text));
  return named?.data ?? null;
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || typeof value === 'boolean';

interface Form {
  readonly data: SensitiveData;
  readonly has: (text: string, name: string) => boolean;
}

/** Crypt formats, and those of Django, Werkzeug and passlib. */
const HASH =
  /^(?:\$(?:2[abxy]?|argon2\w{0,2}|scrypt|pbkdf2[\w-]*|[156])\$|(?:pbkdf2_\w+|bcrypt\w*|argon2|md5|scrypt)[$:].*\$)/;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}\.[a-z]{2,24}$/i;
const SSN = /^\d{3}-\d{2}-\d{4}$/;
const CARD_GROUPS = /^(?:[3-6]\d{3})[ -]\d{4}[ -]\d{4}[ -]\d{1,7}$/;
const SERVER_PATH = /^(?:\/(?:home|var|etc|usr|srv|opt|root|Users)\/|[A-Za-z]:\\)/;
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]*:[^\s/@]+@/i;

const forms: readonly Form[] = [
  { data: 'password hash', has: (text) => HASH.test(text) },
  { data: 'secret or key', has: (text) => hasSecretForm(text) || URL_WITH_PASSWORD.test(text) },
  { data: 'social security number', has: (text) => SSN.test(text) },
  { data: 'payment card', has: (text) => CARD_GROUPS.test(text) && isLuhn(text) },
  { data: 'payment card', has: (text, name) => /card|^pan$/.test(name) && /^\d{13,19}$/.test(text) && isLuhn(text) },
  { data: 'e-mail address', has: (text) => EMAIL.test(text) },
  { data: 'internal path or address', has: (text) => SERVER_PATH.test(text) },
];

const always = (): boolean => true;
const DIGITS_OF_A_PHONE = 7;
const isText = (text: string | null): boolean => text !== null;
const hasDigits = (text: string | null): boolean =>
  text !== null && text.replaceAll(/\D/g, '').length >= DIGITS_OF_A_PHONE;

/** By the name of the claim. The names of personal data are those of OpenID Connect Core §5.1 and their variants. */
const names: readonly { data: SensitiveData; pattern: RegExp; needs: (text: string | null) => boolean }[] = [
  { data: 'password hash', pattern: /^(?:hashedpassword|passwordhash|passwordsalt|pwdhash)$/, needs: isText },
  { data: 'password', pattern: /^(?:password|passwd|pwd|passphrase)$/, needs: isText },
  { data: 'secret or key', pattern: /(?:secret|apikey|privatekey|secretkey|connectionstring)$/, needs: isText },
  { data: 'social security number', pattern: /^(?:ssn|socialsecuritynumber|socialsecurity)$/, needs: isText },
  { data: 'phone number', pattern: /^(?:phone|phonenumber|mobile|mobilenumber|telephone)$/, needs: hasDigits },
  {
    data: 'postal address',
    pattern: /^(?:address|streetaddress|street|homeaddress|postalcode|zipcode)$/,
    needs: always,
  },
  { data: 'date of birth', pattern: /^(?:birthdate|dateofbirth|dob|birthday)$/, needs: isText },
  { data: 'medical record number', pattern: /^(?:mrn|medicalrecordnumber)$/, needs: isText },
];

/** The check digit of ISO/IEC 7812-1. */
function isLuhn(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').split('').map(Number).toReversed();
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits.length > 0 && sum % 10 === 0;
}
