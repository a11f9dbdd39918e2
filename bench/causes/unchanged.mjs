// Does a diagnosis send only requests that change nothing? A server counts the methods of all requests that reach it.
import { diagnosedInside } from './machine.mjs';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export const unchanged = () => ({
  cases: [
    { id: '--quick', measure: () => diagnosedInside('counting', ['--quick']) },
    { id: 'default', measure: () => diagnosedInside('counting') },
    { id: '--deep', measure: () => diagnosedInside('counting', ['--deep']) },
  ],
  wrong(_id, { requests }) {
    const others = Object.keys(requests).filter((method) => !SAFE.has(method));
    return others.length === 0 ? null : `it sent ${others.join(', ')}`;
  },
  line: ({ requests }) => JSON.stringify(requests),
  summary: () => 'Only GET, HEAD and OPTIONS.',
});
