/** One listening program, in a process of its own so that two of them are two owners of a port. */
export interface Server {
  /** Stands on its command line, so that whoever looks at the listeners sees which is which. */
  readonly label: string;
  /** It binds each of these and nothing else, never a wildcard. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly behaviour: Behaviour;
}

export type Behaviour =
  | {
      readonly kind: 'http';
      readonly product: string;
      readonly status: number;
      readonly answersAfterMs: number;
      /** `in-pieces`: headers and body apart, with Nagle's algorithm on. */
      readonly writes: 'at-once' | 'in-pieces';
      /** So many bytes of the body that Content-Length promises are never sent; the connection is closed instead. */
      readonly missingBytes: number;
    }
  /** Accepts, waits for the first byte, and resets: a forwarder with nothing behind it. */
  | { readonly kind: 'reset' }
  /** Answers A and AAAA of the names it knows at once, and NXDOMAIN for all others after a while. */
  | {
      readonly kind: 'dns';
      readonly names: Readonly<Record<string, readonly string[]>>;
      readonly unknownAfterMs: number;
    };

/**
 * One ill machine: a name service, a firewall, addresses and programs in namespaces of their own. Plain data, since it
 * travels over IPC. Each is the healthy machine with as little changed as the illness needs.
 */
export interface Fault {
  readonly id: string;
  readonly title: string;
  /** What happened to whom, in one sentence. */
  readonly story: string;
  /** The findings that a diagnosis of `url` must make, and no others. */
  readonly provokes: readonly string[];
  /** What the machine outside must offer besides namespaces. */
  readonly needs: readonly 'nft'[];
  /** What to diagnose inside. */
  readonly url: string;
  /** The whole text of the file in /etc. */
  readonly hosts: string;
  readonly resolvConf: string;
  readonly gaiConf: string;
  readonly nsswitch: string;
  /** A ruleset for `nft -f`. Drops belong in the input hook: in the output hook the caller is told so, with EPERM. */
  readonly nft: string | null;
  /** Addresses that lo has besides 127.0.0.1 and ::1. */
  readonly addresses: readonly string[];
  /** Added to the environment of the diagnosis. */
  readonly env: Readonly<Record<string, string>>;
  readonly servers: readonly Server[];
}

/** The port of every application in the lab. */
export const PORT = 8123;

type Http = Extract<Behaviour, { kind: 'http' }>;

/** An HTTP server as it should be, but for what is said. */
export const application = (addresses: readonly string[], but: Partial<Http> = {}): Server => ({
  label: 'application',
  addresses,
  port: PORT,
  behaviour: {
    kind: 'http',
    product: 'lab',
    status: 200,
    answersAfterMs: 0,
    writes: 'at-once',
    missingBytes: 0,
    ...but,
  },
});

/** The patient before any illness: both families named, both served, and nothing between. */
export const healthy = {
  needs: [],
  url: `http://localhost:${PORT}/`,
  hosts: '127.0.0.1 localhost\n::1 localhost\n',
  // No name server: glibc then asks 127.0.0.1, where nobody listens and the kernel says so at once.
  resolvConf: '',
  gaiConf: '',
  nsswitch: 'hosts: files dns\n',
  nft: null,
  addresses: [],
  env: {},
  servers: [application(['127.0.0.1', '::1'])],
} as const satisfies Partial<Fault>;
