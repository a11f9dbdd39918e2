import { listensOnBoth, type ServerStack } from './contract.ts';

export const flask: ServerStack = {
  id: 'flask',
  title: 'Flask development server',
  command: /\bflask\b.*\brun\b/,
  header: /^Werkzeug\//,
  remedies: listensOnBoth(({ port }) => ({
    do: 'listen on both families (Linux, macOS)',
    command: `flask run --host :: --port ${port}`,
  })),
};
