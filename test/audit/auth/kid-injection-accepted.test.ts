import { kidInjectionAccepted } from '../../../src/audit/auth/kid-injection-accepted.ts';
import { expect, test } from 'vitest';
import { at } from '../literals.ts';
import { forgeries, promises, refusesOpaque } from './forgery-promises.ts';

promises(kidInjectionAccepted, 'injected-kid');
refusesOpaque(kidInjectionAccepted);

test('without the permission the check does not apply', () =>
  expect(kidInjectionAccepted.check({ forgeries: forgeries({ intrusive: false }) }, at())).toMatchObject({
    outcome: 'not-applicable',
    summary: expect.stringContaining('--intrusive'),
  }));
