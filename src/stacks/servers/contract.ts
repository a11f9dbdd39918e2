/** One thing to do at the server, with the line for it. */
export interface ServerLine {
  readonly do: string;
  readonly command: string;
}

/** How a server is recognised and which lines cure it. `null` where no line is known: then the advice stays general. */
export interface ServerStack {
  readonly id: string;
  readonly title: string;
  /** Tested against the listening process's command line. */
  readonly command: RegExp | null;
  /** Tested against the `Server` response header. */
  readonly header: RegExp | null;
  /** Listen on both loopback families. */
  readonly bothFamilies: ((port: number) => ServerLine) | null;
  /** Send headers and body so that no delayed ACK stalls the second write. */
  readonly oneWrite: readonly ServerLine[];
}
