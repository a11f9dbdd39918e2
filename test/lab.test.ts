import { faults } from '../src/lab/index.ts';
import { ATTEMPTS_MS, computes, isLimited, yieldsItsOwn } from './lab/own-findings.ts';
import { testWith } from './serve/require.ts';

// These faults mostly wait. The others have the machine to themselves, in lab/computing.test.ts.
testWith(['namespaces', 'nftables']).for(faults.filter((fault) => !computes(fault) && !isLimited(fault)))(
  '$id',
  { timeout: ATTEMPTS_MS, concurrent: true },
  yieldsItsOwn,
);
