import { listensOnBoth, type ServerStack } from './contract.ts';
import { namesOtherServer } from './other-server.ts';

export const webpackDevServer: ServerStack = {
  id: 'webpack-dev-server',
  title: 'webpack-dev-server',
  command: /webpack-dev-server|webpack(-cli)?(\.js)?\s+serve|react-scripts.*start/,
  header: null,
  remedies: {
    ...listensOnBoth(({ port }) => ({
      do: 'bind the address that your clients use',
      command: `webpack serve --host 127.0.0.1 --port ${port}`,
    })),
    ...namesOtherServer((_kind, place) => ({
      do: 'name the target of the proxy by its address, in webpack.config.js ("proxy" in package.json of react-scripts)',
      command: `devServer: { proxy: [{ context: ['/api'], target: 'http://${place}' }] }`,
    })),
  },
};
