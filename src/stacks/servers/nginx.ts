import { atServer } from '../remedy.ts';
import { listensOnBoth, type ServerStack } from './contract.ts';
import { keepsConnections, namesOtherServer } from './other-server.ts';

export const nginx: ServerStack = {
  id: 'nginx',
  title: 'nginx',
  command: /(^|[\\/\s:])nginx(:|\.exe|\s|$)/,
  header: /^(nginx|openresty)/i,
  remedies: {
    ...namesOtherServer((_kind, place) => ({
      do: 'name the upstream by its address',
      command: `proxy_pass http://${place};`,
    })),
    ...keepsConnections((_kind, { peer }) => ({
      do: 'keep connections to the upstream open (with proxy_http_version 1.1 and an empty Connection header)',
      command: `upstream app { server ${peer ?? '127.0.0.1:8001'}; keepalive 16; }`,
    })),
    ...listensOnBoth(({ port }) => ({
      do: 'listen on both families in the server block',
      command: `listen 127.0.0.1:${port}; listen [::1]:${port};`,
    })),
    'rate-limit-delay': atServer({
      do: 'answer requests within the burst at once, or raise the rate',
      command: 'limit_req zone=… burst=20 nodelay;',
    }),
    'redirect-chain': atServer({
      do: 'let redirects keep the name and port that the client used, and name folders with their last slash',
      command: 'absolute_redirect off;',
    }),
    'buffered-stream': atServer(
      { do: 'do not buffer this path, nor compress it', command: 'proxy_buffering off;' },
      { do: 'or let the server behind it say so for its streams alone', command: 'X-Accel-Buffering: no' },
    ),
    'compression-cost': atServer({ do: 'compress at the lowest level', command: 'gzip_comp_level 1;' }),
    'sporadic-stall': atServer(
      {
        do: 'request each server of the upstream block by itself, and take out the one that is slow or does not answer',
        command: null,
      },
      {
        do: 'name the upstream by one address: a name like localhost may stand for two, which get requests in turn',
        command: 'upstream app { server 127.0.0.1:8001; }',
      },
    ),
    'early-keep-alive-close': atServer({ do: 'keep idle connections longer', command: 'keepalive_timeout 65s;' }),
    'no-keep-alive': atServer({ do: 'let clients keep their connections', command: 'keepalive_timeout 65s;' }),
    'delayed-ack-stall': atServer({ do: 'let nginx send without delay', command: 'tcp_nodelay on;' }),
  },
};
