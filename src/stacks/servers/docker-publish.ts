import type { ServerStack } from './contract.ts';

export const dockerPublish: ServerStack = {
  id: 'docker-publish',
  title: 'a published container port',
  command: /docker-proxy|rootlessport|com\.docker\.backend|vpnkit|gvproxy/,
  header: null,
  bothFamilies: (port) => ({
    do: 'publish the port on the family that the container answers on',
    command: `docker run -p 127.0.0.1:${port}:${port} …`,
  }),
  oneWrite: [],
};
