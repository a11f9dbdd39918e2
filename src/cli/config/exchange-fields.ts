import { z } from 'zod';
import { formTemplate, parseBody } from '../../flows/body.ts';
import type { JsonTemplate } from '../../flows/contract.ts';
import { isPlace } from '../../flows/place.ts';
import { parseTemplate } from '../../flows/template.ts';
import { requestLine, type WrittenExchange } from '../../flows/written.ts';
import { ToolError } from '../../model/error.ts';
import { isSecretName } from '../../model/secrets.ts';
import { SUITE_ID } from '../../model/suite.ts';
import { attempt, flag, oneOf, parsedText, text } from './fields.ts';

/** A text that stays as it is, and that the parser accepts. */
export const checked = (expected: string, check: (value: string) => unknown) =>
  parsedText(expected, (value) => {
    check(value);
    return value;
  });

export const REQUEST = 'a request like "POST /api/orders", or a path for GET';
export const requestText = checked(REQUEST, (value) => parseTemplate(requestLine(value).path, String, 'path'));
const template = checked('a text', (value) => parseTemplate(value, String, 'text'));
const templates = (what: string) => z.record(z.string(), template, { error: what });
/** A place is named by its kind, so that any other text is a mistake of the same form. */
const PLACE = 'a place like json:data.access_token, header:authorization, cookie:rt, form:csrf_token or location:code';
const place = parsedText(PLACE, (value) => {
  if (isPlace(value)) return value;
  throw new Error(PLACE);
});

const headers = z
  .record(z.string(), template, { error: 'an object of headers' })
  .transform((value, context) =>
    attempt(() => withoutSecrets(value), { value, expected: 'an object of headers', context }),
  );

/** A configuration is committed with the project. */
function withoutSecrets(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const secret = Object.entries(given).find(([name, value]) => isSecretName(name) && !value.includes('{{'));
  if (secret === undefined) return given;
  throw new ToolError(
    'bad-flow',
    `this file must not hold a secret: write "${secret[0]}: {{env.NAME}}" and set NAME in the environment`,
  );
}

const json = z.json({ error: 'a JSON value' }).transform((value, context) =>
  attempt(
    () => {
      parseBody({ json: value as JsonTemplate }, 'body');
      return value;
    },
    { value, expected: 'a JSON value', context },
  ),
);

const form = templates('an object of form fields').transform((value, context) =>
  attempt(
    () => {
      formTemplate(value, 'form');
      return value;
    },
    { value, expected: 'an object of form fields', context },
  ),
);

const part = z.union([
  template,
  z.strictObject({ filename: text('the name of a file'), type: text('a media type'), content: template }),
]);

const captureObject = z.strictObject({
  from: place,
  decode: oneOf(['bearer', 'url']).optional(),
  optional: z.literal(true, { error: 'true, or no such key' }).optional(),
  scope: oneOf(['session', 'iteration']).optional(),
});
const capture = z.union([place, captureObject], {
  error: 'a place like json:data.access_token, or an object with from',
});

const STATUS = 'a status from 100 to 599, or a list of them';
const status = z.int({ error: STATUS }).min(100, { error: STATUS }).max(599, { error: STATUS });

const expectObject = z.strictObject({
  status: z.union([status, z.array(status).min(1, { error: STATUS })], { error: STATUS }).optional(),
  location: template.optional(),
  notLocation: template.optional(),
  json: flag.optional(),
  contains: text('a text that the body contains').optional(),
  renews: z.array(text('the name of a token'), { error: 'a list of names of tokens, like [access]' }).optional(),
});

/** The keys of one exchange, beside `request`. */
const exchangeKeys = {
  query: templates('an object of query parameters')
    .optional()
    .meta({ description: 'Query parameters; values are templates.' }),
  headers: headers.optional().meta({ description: 'Headers; values are templates. Secrets as {{env.NAME}}.' }),
  json: json
    .optional()
    .meta({ description: 'JSON body; its texts are templates.', examples: [{ name: '{{username}}' }] }),
  form: form.optional().meta({ description: 'Form body; values are templates.' }),
  multipart: z
    .record(z.string(), part)
    .optional()
    .meta({ description: 'Multipart body: texts, or files with filename, type and content.' }),
  text: template.optional().meta({ description: 'Any other body, of the media type `type`.' }),
  type: text('a media type')
    .optional()
    .meta({ description: 'The media type of `text`.', examples: ['text/xml'] }),
  present: oneOf(['bearer', 'refresh-bearer', 'cookie', 'client-basic', 'none'])
    .optional()
    .meta({ description: 'How the session is presented (default: as a bearer where it has an access token).' }),
  capture: z
    .record(z.string(), capture)
    .optional()
    .meta({
      description:
        'Values of the response, by name: json:PATH, header:NAME, cookie:NAME, form:NAME or location:PARAMETER.',
      examples: [{ id: 'json:id' }],
    }),
  expect: expectObject
    .optional()
    .meta({ description: 'The right response (default: 2xx, and JSON where it says so).' }),
};

export const exchangeObject = z.strictObject({
  request: requestText.meta({ description: 'Method and path.', examples: ['POST /api/orders'] }),
  id: z.string().regex(SUITE_ID, { error: 'an id of letters, digits, - and _' }).optional(),
  ...exchangeKeys,
});

/** One exchange: a request line alone, or with its keys. */
export const exchange = z
  .union([requestText.transform((request) => ({ request })), exchangeObject], {
    error: `${REQUEST}, or an object with request`,
  })
  .transform((value): WrittenExchange => withoutUndefined(value));

/** Steps: one exchange, or a list of them. */
export const steps = z.union(
  [exchange.transform((each) => [each]), z.array(exchange).min(1, { error: 'at least one request' })],
  {
    error: `${REQUEST}, an object with request, or a list of them`,
  },
);

export const withoutUndefined = (value: object): WrittenExchange =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as unknown as WrittenExchange;

/** The known keys of an exchange, or below one. The keys of `capture` are names of the user's own. */
export function exchangeKeysAt(path: readonly PropertyKey[]): readonly string[] {
  const last = path.findLast((key) => typeof key === 'string');
  if (last === 'expect') return Object.keys(expectObject.shape);
  if (last === 'capture') return [];
  return Object.keys(path.includes('capture') ? captureObject.shape : exchangeObject.shape);
}
