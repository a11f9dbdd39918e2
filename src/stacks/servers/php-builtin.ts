import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';
import { namesOtherServer } from './other-server.ts';

const moreWorkers = atServer(({ port }) => ({
  do: 'run several workers (Linux and macOS, PHP 7.4 and later)',
  command: `PHP_CLI_SERVER_WORKERS=8 php -S 127.0.0.1:${port}`,
}));

export const phpBuiltin: ServerStack = {
  id: 'php-builtin',
  title: "PHP's built-in server",
  command: /(^|[\\/])php[\d.]*(\.exe)?"?\s+(.*\s)?-S\s|artisan\s+serve/,
  header: null,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'bind the address that your clients use; one process listens on one address family',
      command: `php -S 127.0.0.1:${port}`,
    })),
    'serial-server': moreWorkers,
    'worker-pool-plateau': moreWorkers,
    'session-lock': atServer(
      { do: 'free the session as soon as it was read and changed', command: 'session_write_close();' },
      { do: 'or open it for reading, where nothing is written', command: "session_start(['read_and_close' => true]);" },
    ),
    'idle-connection-blocks-server': atServer(({ port }) => ({
      do: 'start several workers (not on Windows)',
      command: `PHP_CLI_SERVER_WORKERS=4 php -S 127.0.0.1:${port}`,
    })),
    'expect-continue-stall': atServer({
      do: 'serve it by php-fpm behind nginx, which says 100 Continue; php -S never does',
      command: null,
    }),
    ...namesOtherServer((kind) => ({
      do: 'name the other server by its address, in .env or the configuration',
      command: kind === 'redis' ? 'REDIS_HOST=127.0.0.1' : 'DB_HOST=127.0.0.1',
    })),
  },
};
