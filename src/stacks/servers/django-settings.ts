import { atServer, type Remedies } from '../remedy.ts';
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

/** What Django reads from its settings about other servers, and what belongs into its views and routes. */
export const djangoSettings: Remedies = {
  ...namesOtherServer(nameLine),
  'slow-password-hash': atServer(
    {
      do: 'in the settings of development and tests only: a quick hash, which is easy to break; users of other hashes keep signing in if those stay in the list',
      command:
        "PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher', 'django.contrib.auth.hashers.PBKDF2PasswordHasher']",
    },
    {
      do: 'elsewhere, lower the iterations in a hasher of your own as far as your policy allows (the default of the release is the advice of its authors)',
      command: 'class Hasher(PBKDF2PasswordHasher): iterations = 600_000',
    },
    { do: 'keep sessions or tokens longer, so that users sign in less often', command: null },
  ),
  ...keepsConnections((kind) =>
    kind === 'database'
      ? {
          do: 'keep connections to the database open between requests, in settings.py',
          command: "DATABASES['default']['CONN_MAX_AGE'] = 60",
        }
      : { do: 'make one client of the other server when the process starts, and use it in all views', command: null },
  ),
  'redirect-chain': atServer({
    do: 'write the paths in urls.py as the clients ask for them: APPEND_SLASH redirects a path without its last slash',
    command: null,
  }),
  'cors-preflight': atServer(
    {
      do: 'let browsers keep the permission (django-cors-headers, in settings.py)',
      command: 'CORS_PREFLIGHT_MAX_AGE = 7200',
    },
    {
      do: 'put CorsMiddleware first in MIDDLEWARE, so that OPTIONS is answered before sessions and the database',
      command: null,
    },
  ),
  'growing-list': atServer(
    {
      do: 'fetch related rows with the list: select_related for one row each, prefetch_related for several',
      command: "Model.objects.select_related('owner').prefetch_related('tags')",
    },
    { do: 'index the columns that a single slow query filters and sorts by, in the model', command: 'db_index=True' },
  ),
  'buffered-stream': atServer({
    do: 'give StreamingHttpResponse a generator that yields each event, and leave this view out of GZipMiddleware',
    command: null,
  }),
  'compression-cost': atServer({
    do: 'take GZipMiddleware out of MIDDLEWARE while you develop',
    command: null,
  }),
  'https-port-mismatch': atServer({
    do: 'switch off the redirect of all requests to https in the settings of development',
    command: 'SECURE_SSL_REDIRECT = False',
  }),
};
