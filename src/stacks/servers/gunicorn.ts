import { atServer } from '../remedy.ts';
import { quotedFor } from '../../model/shell.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';
import { djangoSettings } from './django-settings.ts';

const moreWorkers = atServer({
  do: 'run more workers, and several threads in each',
  command: 'gunicorn --workers 4 --threads 8 …',
});

const withThreads = atServer({
  do: 'give the worker threads, so that an idle connection holds one of them only',
  command: 'gunicorn --threads 8 …',
});

export const gunicorn: ServerStack = {
  id: 'gunicorn',
  title: 'gunicorn',
  command: /\bgunicorn\b/,
  header: /^gunicorn/i,
  remedies: {
    // Most applications behind it are of this framework, and the line says in which file it belongs.
    ...djangoSettings,
    'idle-connection-blocks-server': withThreads,
    'keep-alive-holds-worker': withThreads,
    'no-keep-alive': atServer({
      do: 'use threads: the sync worker closes each connection after its answer',
      command: 'gunicorn --threads 8 …',
    }),
    'early-keep-alive-close': atServer({
      do: 'keep idle connections longer than the clients do (not with the sync worker)',
      command: 'gunicorn --keep-alive 65 …',
    }),
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
