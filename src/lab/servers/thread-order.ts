/** What a thread of a server does. It ends with its process. */
export type ThreadOrder =
  | { readonly kind: 'hold-locks'; readonly cells: Int32Array }
  | { readonly kind: 'compute'; readonly ms: number }
  | {
      readonly kind: 'connect';
      readonly port: number;
      /** One for each connection. */
      readonly addresses: readonly string[];
      /** The number of connections so far. */
      readonly connected: Int32Array;
    };
