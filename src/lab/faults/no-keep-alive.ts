import { application, type Fault, healthy } from '../contract.ts';
import { slowNameLookup } from './slow-name-lookup.ts';

export const noKeepAlive: Fault = {
  ...healthy,
  id: 'no-keep-alive',
  title: 'a slow name lookup for each request',
  story:
    'The server closes each connection after its answer, and a lookup of its name waits a second for a dead name server.',
  provokes: ['slow-name-lookup', 'no-keep-alive'],
  needs: slowNameLookup.needs,
  url: slowNameLookup.url,
  resolvConf: slowNameLookup.resolvConf,
  nft: slowNameLookup.nft,
  servers: [application(['127.0.0.1', '::1'], { keepsOpenMs: null }), ...slowNameLookup.servers.slice(1)],
};
