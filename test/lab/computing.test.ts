import { faults } from '../../src/lab/index.ts';
import { testWith } from '../serve/require.ts';
import { ATTEMPTS_MS, computes, isLimited, yieldsItsOwn } from './own-findings.ts';

const timeout = ATTEMPTS_MS;

testWith(['namespaces', 'nftables']).for(faults.filter((fault) => computes(fault) && !isLimited(fault)))(
  '$id',
  { timeout },
  yieldsItsOwn,
);
testWith(['namespaces', 'cpu-limits']).for(faults.filter(isLimited))('$id', { timeout }, yieldsItsOwn);
