import { expect, test } from 'vitest';
import { formats, savedFormats } from '../../src/render/index.ts';
import { json } from '../../src/render/json.ts';
import { frozenRun } from '../golden/frozen-run.ts';

const look = { width: 80, colour: false, unicode: true };

test('the JSON of a run is the complete run, not rounded', () =>
  expect(JSON.parse(json.render(frozenRun, look))).toEqual(frozenRun));

test('names and files of formats are unique, and the saved formats are among them', () => {
  expect(new Set(formats.map(({ name }) => name)).size).toBe(formats.length);
  expect(new Set(formats.map(({ file }) => file)).size).toBe(formats.length);
  expect(savedFormats.filter((format) => !formats.includes(format))).toEqual([]);
});
