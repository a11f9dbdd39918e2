import type { ClientStack } from '../contract.ts';

const firstIpv4 = {
  order: 'ipv4-first',
  dedupe: false,
  algorithm: { kind: 'first-only' },
  noSynRetryOnWindows: true,
} as const;

export const javaUrlConnection: ClientStack = {
  ...firstIpv4,
  id: 'java-url-connection',
  title: 'Java HttpURLConnection, Socket',
  versions: 'all; on Windows 11u, 17u and later',
  certainty: 'measured',
  source: 'OpenJDK sun/net/NetworkClient.java, JDK-8250521; measured with 17',
  note: 'It takes the first IPv4 address and nothing else: a server on ::1 alone is out of its reach.',
};

export const javaHttpClient: ClientStack = {
  ...firstIpv4,
  id: 'java-http-client',
  title: 'Java HttpClient',
  versions: '11 and later',
  certainty: 'measured',
  source: 'OpenJDK java.net.http; measured with 17',
  note: 'It takes the first IPv4 address and nothing else: a server on ::1 alone is out of its reach.',
};

export const netty: ClientStack = {
  ...firstIpv4,
  id: 'java-netty',
  title: 'Netty',
  versions: '4, with the default resolver',
  certainty: 'source-read',
  source: 'netty resolver/DefaultNameResolver.java, bootstrap/Bootstrap.java',
  note: null,
};
