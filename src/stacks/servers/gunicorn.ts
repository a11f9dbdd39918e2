import { quotedFor } from '../../model/shell.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

export const gunicorn: ServerStack = {
  id: 'gunicorn',
  title: 'gunicorn',
  command: /\bgunicorn\b/,
  header: /^gunicorn/i,
  remedies: listensOnBoth(({ port, platform }) => ({
    do: 'listen on both families',
    command: `gunicorn --bind ${quotedFor(`[::]:${port}`, platform)} …`,
  })),
};
