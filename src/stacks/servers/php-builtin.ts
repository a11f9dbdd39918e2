import { listensOnBoth, type ServerStack } from './contract.ts';
import { namesOtherServer } from './other-server.ts';

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
    ...namesOtherServer((kind) => ({
      do: 'name the other server by its address, in .env or the configuration',
      command: kind === 'redis' ? 'REDIS_HOST=127.0.0.1' : 'DB_HOST=127.0.0.1',
    })),
  },
};
