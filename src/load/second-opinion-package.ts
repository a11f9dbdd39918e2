import { createRequire } from 'node:module';
import { missingPackage } from '../model/missing-package.ts';

/**
 * Fails before the first trial where autocannon is not installed. The package is resolved and not loaded, since loading
 * takes 150 ms.
 * @throws ToolError `package-missing` (2)
 */
export function requireAutocannon(): void {
  try {
    createRequire(import.meta.url).resolve('autocannon');
  } catch (error) {
    throw missingPackage(error) ?? error;
  }
}
