import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { application, type Fault, healthy, PORT } from '../../src/lab/contract.ts';
import { runInLab } from '../../src/lab/enter.ts';
import type { Run } from '../../src/model/run.ts';
import { testWith } from '../serve/require.ts';

const WHYSLOW = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const TIMEOUT_MS = 60_000;

/** The first SYN of each source port to this address is lost, so a connect takes the second until TCP retransmits it. */
const slowAccept = (address: string, family: 'ip' | 'ip6'): Fault => ({
  ...healthy,
  id: 'slow-accept',
  title: 'a connect takes a second',
  story: 'The first SYN is lost.',
  provokes: [],
  needs: ['nft'],
  nft: `
table inet lab {
  set seen { typeof tcp sport; flags dynamic; size 65535; timeout 60s; }
  chain input {
    type filter hook input priority 0;
    ${family} daddr ${address} tcp dport ${PORT} tcp flags & (syn|ack) == syn tcp sport != @seen add @seen { tcp sport } drop
  }
}
`,
  servers: [application([address])],
});

async function clientsOf(fault: Fault, url: string): Promise<Run['clients']> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  // A PATH with Node only: every other installed client would be timed too, at several seconds each.
  await symlink(process.execPath, join(folder, 'node'));
  const argv = [process.execPath, WHYSLOW, 'clients', url, '--real', '--json', '--quiet', '--out', folder];
  try {
    const { stdout } = await runInLab(fault, argv, { stdio: 'pipe', timeoutMs: TIMEOUT_MS, env: { PATH: folder } });
    return (JSON.parse(stdout) as Run).clients;
  } finally {
    await rm(folder, { recursive: true });
  }
}

// A literal address is one attempt without a lookup: the prediction matches the time of the Node of this test.
testWith(['namespaces', 'nftables']).for([
  ['::1', 'ip6', `http://[::1]:${PORT}/`],
  ['127.0.0.1', 'ip', `http://127.0.0.1:${PORT}/`],
] as const)('a connect to %s that takes a second is waited for', { timeout: TIMEOUT_MS + 5_000 }, async (row) => {
  const [address, family, url] = row;
  const clients = await clientsOf(slowAccept(address, family), url);
  const timed = clients.filter(({ measuredMs }) => measuredMs !== null);
  expect(timed.map(({ id }) => id)).toContain('node-http-20');
  for (const { predicted, measuredMs } of timed) {
    expect(predicted).toMatchObject({ outcome: 'connects', via: address });
    expect(measuredMs).toBeGreaterThan(predicted.ms / 2);
  }
});
