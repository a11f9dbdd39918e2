import { createRequire } from 'node:module';
import { missingPackage } from '../model/missing-package.ts';

/**
 * Says before anything is measured that there will be no second opinion. It is looked for and not loaded: that takes 150 ms.
 * @throws ToolError `package-missing` (2)
 */
export function requireAutocannon(): void {
  try {
    createRequire(import.meta.url).resolve('autocannon');
  } catch (error) {
    throw missingPackage(error) ?? error;
  }
}
