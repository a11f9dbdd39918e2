/** The JSON Schemas (2020-12) of the bodies in /openapi.json. */
const text = { type: 'string' } as const;
const wholeNumber = { type: 'integer' } as const;

const object = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  // Responses contain no undocumented fields.
  additionalProperties: false,
});

export const schemas = {
  TokenPair: object({ access: text, refresh: text }),
  Nothing: object({}),
  User: object({ id: wholeNumber, username: text }),
  Patient: object({ id: wholeNumber, name: text, born: { type: 'string', format: 'date' }, ward: text }),
  PatientPage: object({
    results: { type: 'array', items: { $ref: '#/components/schemas/Patient' } },
    next: { type: ['string', 'null'] },
  }),
  Status: object({ status: text }),
  KeySet: object({ keys: { type: 'array', items: { type: 'object' } } }),
  Document: { type: 'object' },
  /** RFC 9457, plus `error` if OAuth has a code, and a list of errors under the name of each invalid field. */
  Problem: {
    ...object({ type: text, title: text, status: wholeNumber, detail: text, code: text }),
    additionalProperties: { anyOf: [text, { type: 'array', items: text }] },
  },
} as const;

export type SchemaName = keyof typeof schemas;
