import { listensOnBoth, type ServerStack } from './contract.ts';

export const goHttp: ServerStack = {
  id: 'go-http',
  title: 'Go net/http',
  command: /(^|[\\/\s])go\s+run\b|[\\/]go-build\d+[\\/]/,
  header: null,
  remedies: listensOnBoth(({ port }) => ({
    do: 'leave the host out; "localhost:" binds the first IPv4 address only',
    command: `http.ListenAndServe(":${port}", handler)`,
  })),
};
