/** A developer's question, the findings that answer it, and public threads in which others asked it. */
export interface Question {
  readonly asked: string;
  readonly answer: string;
  readonly findings: readonly string[];
  readonly threads: readonly string[];
}

/** In the order in which a developer looks: names and addresses, connections, answers, the server itself, what it returns. */
export const questions: readonly Question[] = [
  {
    asked: 'localhost is slow, and 127.0.0.1 is not',
    answer:
      'The name has two addresses, and clients try `::1` first. What happens there decides: a late refusal, no answer, or a late one.',
    findings: ['late-refused-first-address', 'dropped-first-address', 'happy-eyeballs-tax', 'one-family-listener'],
    threads: ['fastify/fastify/issues/1022', 'datawhalechina/hello-agents/pull/547', 'dotnet/aspnetcore/issues/32276'],
  },
  {
    asked: 'It works with one client, and hangs or fails with another',
    answer: 'The two clients reach different addresses, different programs or a proxy.',
    findings: [
      'accept-then-reset',
      'mute-after-accept',
      'split-servers',
      'reordered-families',
      'addrconfig-hidden-loopback',
      'proxied-localhost',
      'https-port-mismatch',
      'unreachable-target',
    ],
    threads: ['vitejs/vite/issues/23312', 'meteor/meteor/issues/5417', 'cypress-io/cypress/issues/4780'],
  },
  {
    asked: 'The name itself is slow',
    answer: 'The lookup takes the time, before any connection.',
    findings: [
      'slow-name-lookup',
      'search-domain-walk',
      'missing-localhost-entry',
      'foreign-localhost-entry',
      'duplicate-host-entry',
    ],
    threads: ['nodejs/node/issues/4207', 'kubernetes/kubernetes/issues/33554', 'yhirose/cpp-httplib/issues/366'],
  },
  {
    asked: 'Each request waits 40 ms, or each upload one second',
    answer: 'The server and the kernel, or the server and the client, wait for each other.',
    findings: ['delayed-ack-stall', 'expect-continue-stall'],
    threads: ['scylladb/vector-store/pull/214', 'http-rs/async-h1/issues/199', 'yhirose/cpp-httplib/issues/349'],
  },
  {
    asked: 'Each request needs a new connection',
    answer: 'The server closes connections, and what a connection costs is paid again.',
    findings: ['no-keep-alive', 'tls-handshake-per-request', 'early-keep-alive-close', 'slow-loopback'],
    threads: ['nodejs/node/issues/52649'],
  },
  {
    asked: 'One request is quick, and several at once are slow',
    answer: 'The requests wait for each other, inside the server or in front of it.',
    findings: [
      'serial-server',
      'worker-pool-plateau',
      'session-lock',
      'event-loop-blocked',
      'rate-limit-delay',
      'full-accept-queue',
    ],
    threads: ['ubccr/xdmod/pull/2271', 'nextcloud/server/issues/29356', 'NodeBB/NodeBB/issues/1976'],
  },
  {
    asked: 'The browser hangs, and a second client gets no answer',
    answer: 'A connection that does nothing holds the only worker, or a debugger holds the process.',
    findings: ['idle-connection-blocks-server', 'keep-alive-holds-worker', 'debugger-attached'],
    threads: ['python/cpython/issues/75820', 'posit-dev/great-docs/issues/219'],
  },
  {
    asked: 'The server is slow on every address. What does it wait for?',
    answer: 'On Linux whyslow watches the processes of the server meanwhile, and names what takes most of the time.',
    findings: [
      'downstream-late-refusal',
      'downstream-connect-each-request',
      'downstream-slow-answer',
      'server-resolves-names',
      'lock-bound-request',
      'disk-bound-request',
      'cpu-bound-request',
      'waits-for-core',
      'cpu-throttled',
      'sleeping-request',
      'slow-application',
      'slow-middleware',
    ],
    threads: [
      'laravel/laravel/pull/3641',
      'thexerteproject/xerteonlinetoolkits/issues/379',
      'translate/translate/issues/746',
    ],
  },
  {
    asked: 'It is slow only sometimes',
    answer: 'The first answer, some answers, or those around a restart are slow. A median does not show them.',
    findings: ['cold-start', 'sporadic-stall', 'reloader-restart'],
    threads: [],
  },
  {
    asked: 'The answer itself takes long, or does not end',
    answer: 'Its size, its compression, its redirects or its length are the reason.',
    findings: [
      'large-body',
      'compression-cost',
      'growing-list',
      'buffered-stream',
      'redirect-chain',
      'cors-preflight',
      'wrong-content-length',
      'broken-body',
      'every-answer-an-error',
    ],
    threads: ['tower-rs/tower-http/issues/419', 'expressjs/compression/issues/17'],
  },
];
