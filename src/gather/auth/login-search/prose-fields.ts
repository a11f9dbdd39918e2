import { isPasswordName, isUsernameName } from './fields.ts';

/** Messages of validation are one sentence. */
const LONGEST_MESSAGE = 500;

/** Parsers name the field that is missing: serde, Ajv, System.Text.Json, the validator of Go. */
const MISSING =
  /(?:missing (?:required )?(?:field|property|param|parameter|key|argument)s?|required propert(?:y|ies)(?:, including the following)?|Field validation for):? {0,2}[`'"]?([\w.[\]-]{1,64})/gi;

/** Sentences about what was sent. Others may contain "password" as well, like a policy. */
const ABOUT_INPUT = /requir|missing|provide|must|empty|blank|invalid|incorrect|wrong|should|enter|match|specif|need/i;

/** In prose the other names of an account, like `user` and `login`, are words of the language. */
const IN_PROSE = /^(?:user_?name|user_?email|e-?mail|email_?address|identifier)$/i;

const WORD = /[A-Za-z][\w-]{1,40}/g;

/** The names of fields in a message: "email and password are required", "missing field `password`". */
export function fieldsInProse(message: string): readonly string[] {
  const text = message.slice(0, LONGEST_MESSAGE);
  const missing = [...text.matchAll(MISSING)].flatMap(([, name = '']) => name.replace(/[.\]-]+$/, ''));
  if (!ABOUT_INPUT.test(text)) return missing;
  const words = [...text.matchAll(WORD)].map(([word]) => word).filter(isCredentialWord);
  const quoted = [...text.matchAll(/[`'"]([\w.-]{1,64})[`'"]/g)].flatMap(([, name = '']) =>
    isUsernameName(name) || isPasswordName(name) ? [name] : [],
  );
  return [...missing, ...quoted, ...words.map(asField)];
}

const isCredentialWord = (word: string): boolean =>
  IN_PROSE.test(word) || /^(?:pass|pass_?word|passwd|pwd)$/i.test(word);

/** "Email" begins a sentence; the field is `email`. */
const asField = (word: string): string =>
  /^e-mail$/i.test(word) ? 'email' : /^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word;
