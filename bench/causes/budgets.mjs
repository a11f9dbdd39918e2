// How long does a diagnosis take, from its start to its end? Of healthy servers at each depth, and of one that answers in 6 s.
import { diagnosedInside } from './machine.mjs';
import { quietServers } from './servers.mjs';

const REPEATS = 5;
const budgetsMs = { '--quick': 1_500, default: 5_000, '--deep': 15_000, 'default of a server of 6 s': 20_000 };
const flagsOf = { '--quick': ['--quick'], '--deep': ['--deep'] };

const times = (n) => Array.from({ length: n }, (_, k) => k + 1);

const kindOf = (id) => id.split(',')[0];

export const budgets = () => ({
  cases: [
    ...['--quick', 'default', '--deep'].flatMap((depth) =>
      quietServers.flatMap((server) =>
        times(REPEATS).map((n) => ({
          id: `${depth}, ${server} ${n}`,
          measure: () => diagnosedInside(server, flagsOf[depth] ?? []),
        })),
      ),
    ),
    ...times(2).map((n) => ({ id: `default of a server of 6 s, ${n}`, measure: () => diagnosedInside('late') })),
  ],
  wrong(id, { tookMs, slowest }) {
    const budgetMs = budgetsMs[kindOf(id)];
    return tookMs <= budgetMs ? null : `${tookMs} ms of ${budgetMs} ms; longest: ${JSON.stringify(slowest)}`;
  },
  line: ({ tookMs, slowest }) => `${tookMs} ms; longest: ${JSON.stringify(slowest)}`,
  summary(results) {
    const most = {};
    for (const [id, { tookMs }] of Object.entries(results)) most[kindOf(id)] = Math.max(most[kindOf(id)] ?? 0, tookMs);
    return Object.entries(most)
      .map(([kind, ms]) => `${kind}: at most ${ms} of ${budgetsMs[kind]} ms`)
      .join('; ');
  },
});
