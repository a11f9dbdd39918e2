import { atServer } from '../remedy.ts';
import { quotedFor } from '../../model/shell.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';
import { djangoSettings } from './django-settings.ts';

const moreWorkers = atServer({
  do: 'run more workers, and several threads in each',
  command: 'gunicorn --workers 4 --threads 8 …',
});

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
    'serial-server': moreWorkers,
    'worker-pool-plateau': moreWorkers,
    'full-accept-queue': atServer(
      {
        do: 'add workers or threads, so that connections are accepted sooner',
        command: 'gunicorn --workers 4 --threads 8 …',
      },
      { do: 'raise the backlog', command: 'gunicorn --backlog 2048 …' },
    ),
  },
};
