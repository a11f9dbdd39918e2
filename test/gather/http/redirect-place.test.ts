import { expect, test } from 'vitest';
import { placeOf } from '../../../src/gather/http/redirect-place.ts';

test.each([
  [undefined, null],
  ['/login', '/login'],
  ['/login?token=SECRET#fragment', '/login'],
  ['/a#b?c', '/a'],
  ['http://user:SECRET@api.test/login?x=SECRET', 'http://api.test/login'],
  ['//user:SECRET@api.test/login', '//api.test/login'],
  ['', ''],
  [`/${'x'.repeat(1_000)}`, `/${'x'.repeat(199)}`],
])('a redirect to %s is shown as %s', (location, place) => expect(placeOf(location)).toBe(place));
