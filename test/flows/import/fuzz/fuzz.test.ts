import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileFlow } from '../../../../src/flows/compile.ts';
import type { Imported } from '../../../../src/flows/import/contract.ts';
import { importCurl, importHar, importHttpFile, importOpenApi } from '../../../../src/flows/import/index.ts';
import { ToolError } from '../../../../src/model/error.ts';
import { otherBrowsers } from '../curl/browsers.ts';
import { chromeBash, chromeCmd } from '../curl/chrome.ts';
import { tools } from '../curl/tools.ts';
import { mutatedJson, mutatedText, randomFrom } from './mutations.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const options = { hasAccount: true, includeWrites: true };

/** How many times as many mutations: `npm run bench:fuzz` tries ten times as many. */
const TIMES = Number(process.env['FUZZ'] ?? '1');
/** Of the text of each file, of each curl command, and of the values of each JSON file. */
const MUTATIONS = { file: 200 * TIMES, command: 50 * TIMES, values: 50 * TIMES };
const SEED = 20_250_107;

/** What went wrong: an error that is no ToolError, a flow that does not compile, or none; null where all is well. */
function failureOf(importer: () => Imported): string | null {
  let doing = 'import';
  try {
    const { flows } = importer();
    doing = 'compile';
    for (const flow of flows) compileFlow(flow);
    return flows.length > 0 ? null : 'no flow';
  } catch (error) {
    return error instanceof ToolError && doing === 'import' ? null : `${doing}: ${String(error)}`;
  }
}

const curl = (text: string): Imported => importCurl(text, options);
const http = (text: string): Imported => importHttpFile(text, { ...options, env: { host: 'localhost' } });
const har = (text: string): Imported => importHar(text, { ...options, origin: null });
const openApi = (document: unknown): Imported => importOpenApi(document, options);

const commands = Object.entries({ ...chromeBash, ...chromeCmd, ...otherBrowsers, ...tools });

type TextCase = [title: string, text: string, importer: (text: string) => Imported, count: number];

test.each<TextCase>([
  ...commands.map(([title, { text }]): TextCase => [title, text, curl, MUTATIONS.command]),
  ['vscode.http', read('http-file/vscode.http'), http, MUTATIONS.file],
  ['jetbrains.http', read('http-file/jetbrains.http'), http, MUTATIONS.file],
  ['chrome.har', read('har/chrome.har'), har, MUTATIONS.file],
  ['firefox.har', read('har/firefox.har'), har, MUTATIONS.file],
])('mutations of %s throw nothing but ToolErrors, and their flows compile', (_title, text, importer, count) => {
  const random = randomFrom(SEED);
  const failures: object[] = [];
  for (let index = 0; index < count; index += 1) {
    const mutation = mutatedText(text, random);
    const failure = failureOf(() => importer(mutation));
    if (failure !== null) failures.push({ failure, mutation });
  }
  expect(failures).toEqual([]);
});

test.each<[title: string, importer: (document: unknown) => Imported]>([
  ['har/chrome.har', (document) => har(JSON.stringify(document))],
  ['har/firefox.har', (document) => har(JSON.stringify(document))],
  ['openapi/fastapi.json', openApi],
  ['openapi/springdoc.json', openApi],
  ['openapi/openapi-31.json', openApi],
  ['openapi/swagger-20.json', openApi],
])('mutations of the values of %s throw nothing but ToolErrors, and their flows compile', (title, importer) => {
  const random = randomFrom(SEED);
  const failures: object[] = [];
  const document = JSON.parse(read(title)) as unknown;
  for (let index = 0; index < MUTATIONS.values; index += 1) {
    const mutation = mutatedJson(document, random);
    const failure = failureOf(() => importer(mutation));
    if (failure !== null) failures.push({ failure, mutation });
  }
  expect(failures).toEqual([]);
});
