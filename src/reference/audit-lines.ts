import type { KeptPlace } from './store/open.ts';
import type { ChainedEntry } from './store/store.ts';

/** An entry of the audit log as a line of JSON. */
export const auditLine = ({
  log,
  number,
  atMs,
  event,
  outcome,
  userId,
  sessionId,
  ip,
  requestId,
}: ChainedEntry): string => {
  const at = new Date(atMs).toISOString();
  const chain = log === '' ? {} : { log };
  return JSON.stringify({ ...chain, number, at, event, outcome, userId, family: sessionId, ip, requestId });
};

const PAGE = 1_000;

/** The audit log of a running server, read from its store. The store is opened only when the log is. */
export const auditLinesOf = (place: KeptPlace) => ({
  name: 'the audit log of the reference server',
  async open() {
    // Imported only here, because the database takes a tenth of a second to load.
    const { openStore } = await import('./store/open.ts');
    const store = await openStore(place);
    const begun = await Promise.all(store.logs.map((log) => log.head()));
    let isWhole = true;
    return {
      async lines(): Promise<readonly string[]> {
        const pages = await Promise.all(store.logs.map((log, index) => log.page(begun[index]?.number ?? 0, PAGE)));
        isWhole = pages.every(({ length }) => length < PAGE);
        return pages.flat().map(auditLine);
      },
      isWhole: () => isWhole,
      close: () => store.close(),
    };
  },
});
