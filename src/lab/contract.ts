/** One listening program, in a separate process, so that two of them are two owners of a port. */
export interface Server {
  /** An argument of its command line, so that the listeners can be told apart. */
  readonly label: string;
  /** The addresses that it binds, never a wildcard. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** `shared`: it runs on one core together with all other servers of which this is said. */
  readonly core: 'any' | 'shared';
  /** How much of a core its process may use, as in a container with a CPU limit; null: as much as it wants. */
  readonly cpuLimit: number | null;
  readonly behaviour: Behaviour;
}

/** One thing that a handler does before it answers. */
export type Step =
  | { readonly kind: 'sleep'; readonly ms: number }
  /** In a synchronous call, which blocks the event loop. */
  | { readonly kind: 'block'; readonly ms: number }
  | { readonly kind: 'compute'; readonly ms: number }
  /** In a thread of its own, so that other requests are answered meanwhile. */
  | { readonly kind: 'compute-in-thread'; readonly ms: number }
  /** Writes to a file and syncs it, again and again. */
  | { readonly kind: 'sync-file'; readonly ms: number }
  /** Waits for a lock that another thread of the server holds for this long. */
  | { readonly kind: 'wait-for-lock'; readonly ms: number }
  /** Asks the name service of the machine for a name. */
  | { readonly kind: 'look-up'; readonly name: string }
  /** Opens a connection to this port of ::1, and where that is refused of 127.0.0.1. */
  | { readonly kind: 'connect'; readonly port: number }
  /** Asks the store on this port of 127.0.0.1, on a connection that stays open or on a new one. */
  | { readonly kind: 'ask'; readonly port: number; readonly connection: 'kept' | 'new' }
  /** Stops where a debugger is connected, until that continues. */
  | { readonly kind: 'breakpoint' };

/** Which requests an application works on at the same time. */
export type Admission =
  | { readonly kind: 'all' }
  /** So many of all requests. */
  | { readonly kind: 'some'; readonly requests: number }
  /** One of each session. The application sets a cookie where a request has none. */
  | { readonly kind: 'one-of-a-session' }
  /** The first `quick` ones, and then one every so often, like a token bucket. */
  | { readonly kind: 'rate'; readonly quick: number; readonly everyMs: number };
/** One defect of the responses. A healthy server has none. */
export type Defect =
  /** So many redirects come before the answer, each after this time. */
  | { readonly kind: 'redirects'; readonly hops: number; readonly eachMs: number }
  /** Pages of other origins are permitted, each preflight after this time. */
  | { readonly kind: 'slow-preflight'; readonly ms: number; readonly maxAgeS: number | null }
  /** Each path but / is answered with 404, after the same steps. */
  | { readonly kind: 'only-root' }
  /** A list with as many rows as the parameter `limit` states, each of which waits this time. */
  | { readonly kind: 'rows'; readonly eachMs: number }
  /** A long body that is compressed at the highest level, where the client allows it. */
  | { readonly kind: 'strong-compression'; readonly bytes: number }
  /** A long body in parts. */
  | { readonly kind: 'large-body'; readonly parts: number; readonly partBytes: number; readonly everyMs: number }
  /** A stream whose events are sent together when the last one has happened. */
  | { readonly kind: 'held-stream'; readonly events: number; readonly everyMs: number }
  /** Content-Length is ten bytes more than are sent, and the connection is closed after this time. */
  | { readonly kind: 'late-end'; readonly afterMs: number };

/**
 * How an answer is written; all but the first with Nagle's algorithm on. `in-pieces`: headers and body apart.
 * `posts-in-pieces`: so only where the request has a body. `large-in-pieces`: headers, then 50 kB a kilobyte at a time.
 */
export type Writes = 'at-once' | 'in-pieces' | 'posts-in-pieces' | 'large-in-pieces';

export type Behaviour =
  | {
      readonly kind: 'http';
      readonly product: string;
      readonly status: number;
      /** One after the other. */
      readonly steps: readonly Step[];
      /** The requests that take these steps. */
      readonly steppedBy: 'each' | 'the-first' | 'every-third';
      /** A process answers so many requests and ends, and then another one begins, as under a reloader; null: it stays. */
      readonly endsAfter: number | null;
      /** The port on which the process waits for a debugger; null: it has none. */
      readonly debuggerPort: number | null;
      readonly writes: Writes;
      /** `ignored`: it never says 100 Continue, and answers when it has the body. */
      readonly expect: 'answered' | 'ignored';
      /** The number of bytes by which the body is shorter than its Content-Length. Then the connection is closed. */
      readonly missingBytes: number;
      readonly admits: Admission;
      readonly defect?: Defect;
      /**
       * `one-connection`: it reads a connection when the one before has ended. `one-used-connection`: from the first
       * request of a connection to its end it answers no other one.
       */
      readonly serves: 'all' | 'one-connection' | 'one-used-connection';
      /** How long a connection stays open after its answer; null: it is closed at once. */
      readonly keepsOpenMs: number | null;
      /** `slow`: each handshake takes 40 ms longer, and no session is resumed. */
      readonly tls: 'none' | 'slow';
    }
  /** Accepts, reads, and sends nothing. */
  | { readonly kind: 'mute' }
  /** Greets each new connection, and answers each message on it. */
  | { readonly kind: 'store'; readonly greetsAfterMs: number; readonly answersAfterMs: number }
  /** Listens with this backlog and accepts nothing. So many clients wait at each address already. */
  | { readonly kind: 'stopped'; readonly backlog: number; readonly clients: number }
  /** Connects to the debugger's port of a process of Node, stops it at breakpoints, and does not continue. */
  | { readonly kind: 'debugger'; readonly port: number }
  /** Computes until it is ended, and listens nowhere. */
  | { readonly kind: 'busy' }
  /** Accepts, waits for the first byte, and resets, like a port forwarder without a server behind it. */
  | { readonly kind: 'reset' }
  /** Answers A and AAAA queries for `names` at once, and NXDOMAIN for other names after `unknownAfterMs`. */
  | {
      readonly kind: 'dns';
      readonly names: Readonly<Record<string, readonly string[]>>;
      readonly unknownAfterMs: number;
    };

/**
 * One faulty machine: a name service, a firewall, addresses and programs in their own namespaces. Plain data, since it
 * is sent over IPC. Each fault changes as little of the healthy machine as it needs.
 */
export interface Fault {
  readonly id: string;
  readonly title: string;
  /** The cause and the effect, in one sentence. */
  readonly story: string;
  /** Exactly the findings that a diagnosis of `url` must report. */
  readonly provokes: readonly string[];
  /** What the real machine must have: a program, or a control group of the CPU that this user may divide. */
  readonly needs: readonly ('nft' | 'cpu-limit')[];
  /** The URL to diagnose inside. */
  readonly url: string;
  /** The command that diagnoses it: a cause that needs the user's own request is seen by a load alone. */
  readonly command: 'diagnose' | 'load';
  /** Added to the command line of the diagnosis. */
  readonly flags: readonly string[];
  /** The whole text of the file in /etc. */
  readonly hosts: string;
  readonly resolvConf: string;
  readonly gaiConf: string;
  readonly nsswitch: string;
  /** A ruleset for `nft -f`. Drops belong in the input hook: in the output hook the caller gets EPERM. */
  readonly nft: string | null;
  /** Addresses that lo has besides 127.0.0.1 and ::1. */
  readonly addresses: readonly string[];
  /** Added to the environment of the diagnosis. */
  readonly env: Readonly<Record<string, string>>;
  readonly servers: readonly Server[];
}

/** The port of every application in the lab, and of a server that it asks. */
export const PORT = 8123;
export const STORE_PORT = 6379;

type Http = Extract<Behaviour, { kind: 'http' }>;

/** A healthy HTTP server, except for the given differences. */
export const application = (addresses: readonly string[], differences: Partial<Http> = {}): Server => ({
  label: 'application',
  addresses,
  port: PORT,
  core: 'any',
  cpuLimit: null,
  behaviour: {
    kind: 'http',
    product: 'lab',
    status: 200,
    steps: [],
    steppedBy: 'each',
    endsAfter: null,
    debuggerPort: null,
    writes: 'at-once',
    expect: 'answered',
    missingBytes: 0,
    admits: { kind: 'all' },
    serves: 'all',
    keepsOpenMs: 60_000,
    tls: 'none',
    ...differences,
  },
});

/** A healthy application, except that its handler does this. */
export const doing = (...steps: readonly Step[]): Server => application(['127.0.0.1', '::1'], { steps });

/** A store on 127.0.0.1 alone. */
export const store = (times: { readonly greetsAfterMs: number; readonly answersAfterMs: number }): Server => ({
  label: 'store',
  addresses: ['127.0.0.1'],
  port: STORE_PORT,
  core: 'any',
  cpuLimit: null,
  behaviour: { kind: 'store', ...times },
});

/** A name server for the resolv.conf of a fault. It knows these names at once, and takes this long to deny others. */
export const nameServer = (names: Readonly<Record<string, readonly string[]>>, unknownAfterMs: number): Server => ({
  label: 'name-server',
  addresses: ['127.0.0.54'],
  port: 53,
  core: 'any',
  cpuLimit: null,
  behaviour: { kind: 'dns', names, unknownAfterMs },
});

/** The machine without a fault: localhost has both families, the server listens on both, and there is no firewall. */
export const healthy = {
  needs: [],
  url: `http://localhost:${PORT}/`,
  command: 'diagnose',
  flags: [],
  hosts: '127.0.0.1 localhost\n::1 localhost\n',
  // No name server: glibc then asks 127.0.0.1, where the kernel refuses at once.
  resolvConf: '',
  gaiConf: '',
  nsswitch: 'hosts: files dns\n',
  nft: null,
  addresses: [],
  env: {},
  servers: [application(['127.0.0.1', '::1'])],
} as const satisfies Partial<Fault>;

/** The arguments of whyslow that diagnose a fault inside. */
export const argumentsOf = ({ command, url, flags }: Pick<Fault, 'command' | 'url' | 'flags'>): readonly string[] => [
  command,
  url,
  ...flags,
];
