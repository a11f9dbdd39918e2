import { realServers } from '../../real-servers/index.ts';
import { testServer } from './measured.ts';

for (const server of realServers.filter(({ runtime }) => runtime === 'node')) testServer(server);
