import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

export const puma: ServerStack = {
  id: 'puma',
  title: 'Rails with Puma',
  command: /\bpuma\b|rails\s+(s|server)\b/,
  header: /^puma/i,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'bind both loopback families in config/puma.rb',
      command: `bind 'tcp://127.0.0.1:${port}'; bind 'tcp://[::1]:${port}'`,
    })),
    'early-keep-alive-close': atServer({
      do: 'keep idle connections longer, in config/puma.rb',
      command: 'persistent_timeout 65',
    }),
  },
};
