import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';

/** Written for this test, after the rules of the Jenkins plugin xUnit. */
const JUNIT = fileURLToPath(new URL('schemas/junit.xsd', import.meta.url));

/**
 * The schema of SARIF 2.1.0 (OASIS), unchanged as the npm package @microsoft/jest-sarif 1.0.0-beta.0 carries it (MIT).
 * The package itself is not installed: it brings an ajv of its own.
 */
const SARIF = new URL('schemas/sarif-2.1.0-rtm.5.json', import.meta.url);

/** Errors of libxml2 for a JUnit file. Empty where it is well-formed and matches the schema. Needs xmllint. */
export function junitComplaint(text: string): string {
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', JUNIT, '-'], {
    input: text,
    encoding: 'utf8',
  });
  return status === 0 ? '' : stderr;
}

/** Errors of libxml2 for any XML document. Needs xmllint. */
export function xmlComplaint(text: string): string {
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--huge', '-'], {
    input: text,
    encoding: 'utf8',
  });
  return status === 0 ? '' : stderr;
}

// Draft 04 has no unicode flag, and one pattern of the standard is invalid with it.
const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(SARIF, 'utf8')));

/** Errors of ajv for a SARIF file. Empty where it matches the schema of the standard. */
export const sarifComplaint = (text: string): string =>
  validate(JSON.parse(text)) ? '' : ajv.errorsText(validate.errors);
