import type { ServerStack } from './contract.ts';

export const gunicorn: ServerStack = {
  id: 'gunicorn',
  title: 'gunicorn',
  command: /\bgunicorn\b/,
  header: /^gunicorn/i,
  bothFamilies: (port) => ({ do: 'listen on both families', command: `gunicorn --bind '[::]:${port}' …` }),
  oneWrite: [],
};
