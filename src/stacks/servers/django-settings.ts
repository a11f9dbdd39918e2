import type { Remedies } from '../remedy.ts';
import { keepsConnections, type NameLine, namesOtherServer } from './other-server.ts';

const nameLine: NameLine = (kind, place) => {
  switch (kind) {
    case 'database':
      return {
        do: 'name the database by its address in settings.py',
        command: "DATABASES['default']['HOST'] = '127.0.0.1'",
      };
    case 'redis':
      return {
        do: 'name Redis by its address in settings.py (of Celery: CELERY_BROKER_URL)',
        command: `CACHES['default']['LOCATION'] = 'redis://${place}'`,
      };
    case 'other':
      return { do: `name the other server by ${place} in settings.py or in the environment`, command: null };
    default:
      return kind satisfies never;
  }
};

/** What Django reads from its settings about other servers. */
export const djangoSettings: Remedies = {
  ...namesOtherServer(nameLine),
  ...keepsConnections((kind) =>
    kind === 'database'
      ? {
          do: 'keep connections to the database open between requests, in settings.py',
          command: "DATABASES['default']['CONN_MAX_AGE'] = 60",
        }
      : { do: 'make one client of the other server when the process starts, and use it in all views', command: null },
  ),
};
