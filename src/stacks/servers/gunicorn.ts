import { quotedFor } from '../../model/shell.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';
import { djangoSettings } from './django-settings.ts';

export const gunicorn: ServerStack = {
  id: 'gunicorn',
  title: 'gunicorn',
  command: /\bgunicorn\b/,
  header: /^gunicorn/i,
  remedies: {
    // Most applications behind it are of this framework, and the line says in which file it belongs.
    ...djangoSettings,
    ...listensOnBoth(({ port, platform }) => ({
      do: 'listen on both families',
      command: `gunicorn --bind ${quotedFor(`[::]:${port}`, platform)} …`,
    })),
  },
};
