import type { ClientStack } from '../contract.ts';

export const dotnet: ClientStack = {
  id: 'dotnet-http-client',
  title: '.NET HttpClient, TcpClient',
  versions: '.NET Core 3 to .NET 11',
  order: 'resolver',
  dedupe: false,
  algorithm: { kind: 'sequential', attemptTimeoutMs: null },
  noSynRetryOnWindows: false,
  certainty: 'reported',
  source: 'dotnet/runtime#65375 (2068 to 2190 ms on Windows), corefx#41588, #87932',
  note: '.NET 11 can connect in parallel, when the code asks for ConnectAlgorithm.Parallel.',
};
