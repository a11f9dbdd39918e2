import { quotedFor } from '../../model/shell.ts';
import { authority } from '../../model/target.ts';
import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';

const whereAnswered = atServer(
  ({ port, peer, platform }) => ({
    do: 'publish the port on the family that reaches the server only',
    command: `docker run -p ${quotedFor(`${authority(peer ?? '127.0.0.1', port)}:${port}`, platform)} …`,
  }),
  { do: 'let the server inside the container listen on 0.0.0.0, not on its own 127.0.0.1', command: null },
);

export const dockerPublish: ServerStack = {
  id: 'docker-publish',
  title: 'a published container port',
  command: /docker-proxy|rootlessport|com\.docker\.backend|vpnkit|gvproxy/,
  header: null,
  processPerFamily: true,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'publish the port on the address family on which the container responds',
      command: `docker run -p 127.0.0.1:${port}:${port} …`,
    })),
    'accept-then-reset': whereAnswered,
    'mute-after-accept': whereAnswered,
  },
};
