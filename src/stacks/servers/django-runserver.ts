import { quotedFor } from '../../model/shell.ts';
import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';
import { djangoSettings } from './django-settings.ts';

export const djangoRunserver: ServerStack = {
  id: 'django-runserver',
  title: 'Django runserver',
  command: /manage\.py\s+runserver|django(-admin|\.core\.management)?\s+runserver/,
  header: /^WSGIServer\/.* CPython\//,
  remedies: {
    ...djangoSettings,
    ...listensOnBoth(({ port, platform }) => ({
      do: 'listen on both families (Linux and macOS; on Windows [::] takes IPv6 only, so change the client there)',
      command: `python manage.py runserver ${quotedFor(`[::]:${port}`, platform)}`,
    })),
    'serial-server': atServer(({ port }) => ({
      do: 'leave out --nothreading',
      command: `python manage.py runserver ${port}`,
    })),
    'reloader-restart': atServer({
      do: 'start the server without its reloader while you measure',
      command: 'python manage.py runserver --noreload',
    }),
    'idle-connection-blocks-server': atServer(({ port }) => ({
      do: 'leave --nothreading out, so that each connection has a thread of its own',
      command: `python manage.py runserver ${port}`,
    })),
    'delayed-ack-stall': atServer(
      {
        do: 'switch Nagle off in the development server: put this in manage.py, above execute_from_command_line',
        command:
          'from django.core.servers.basehttp import WSGIRequestHandler; WSGIRequestHandler.disable_nagle_algorithm = True',
      },
      { do: 'run under a server that sends each response in one write', command: 'gunicorn PROJECT.wsgi --threads 8' },
    ),
  },
};
