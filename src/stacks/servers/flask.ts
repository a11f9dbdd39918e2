import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

export const flask: ServerStack = {
  id: 'flask',
  title: 'Flask development server',
  command: /\bflask\b.*\brun\b/,
  header: /^Werkzeug\//,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'listen on both families (Linux, macOS)',
      command: `flask run --host :: --port ${port}`,
    })),
    'serial-server': atServer(({ port }) => ({
      do: 'answer each request in a thread of its own; in app.run it is threaded=True',
      command: `flask run --with-threads --port ${port}`,
    })),
  },
};
