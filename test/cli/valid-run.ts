import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Run } from '../../src/model/run.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('../../docs/run.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile<Run>(schema as object);

/** The run in this JSON text. @throws with the mismatch, if the text does not match the published schema. */
export function validRun(text: string): Run {
  const value: unknown = JSON.parse(text);
  if (validate(value)) return value;
  throw new Error(ajv.errorsText(validate.errors));
}
