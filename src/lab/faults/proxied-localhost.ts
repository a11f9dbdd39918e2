import { application, type Fault, healthy } from '../contract.ts';

const PROXY_PORT = 3128;
const proxy = `http://127.0.0.1:${PROXY_PORT}`;

export const proxiedLocalhost: Fault = {
  ...healthy,
  id: 'proxied-localhost',
  title: 'a proxy is asked for localhost',
  story: 'HTTP_PROXY names the company’s proxy and NO_PROXY is missing, so curl and Python ask it for localhost.',
  provokes: ['proxied-localhost'],
  // Both spellings: curl reads only the lower-case one, and others the upper-case one.
  env: { HTTP_PROXY: proxy, http_proxy: proxy },
  servers: [
    ...healthy.servers,
    {
      ...application(['127.0.0.1'], { product: 'squid', status: 503, steps: [{ kind: 'sleep', ms: 300 }] }),
      label: 'proxy',
      port: PROXY_PORT,
    },
  ],
};
