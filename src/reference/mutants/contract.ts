import type { Reply } from '../http/reply.ts';
import type { ReferenceOptions } from '../options.ts';
import type { Call, Services } from '../routes/contract.ts';

/** The reference server with one defect, so that a check can be seen to fail. Nothing of it is reachable from the command line. */
export interface Mutant {
  readonly id: string;
  /** The defect, as the end of "a server that …". */
  readonly title: string;
  /** Exactly the checks that must fail: its own, and those that it entails. */
  readonly breaks: readonly string[];
  /** The defect shows only to tokens that make the server read or fetch something. */
  readonly intrusive?: true;
  /** The defect shows only to tokens that this key signs. */
  readonly signingKey?: string;
  /** Replaces options of the server. */
  readonly options?: Partial<ReferenceOptions>;
  /** Replaces services of the server. */
  readonly services?: (services: Services) => Services;
  /** Answers a request in place of the route, or with its help. */
  readonly answer?: (call: Call, services: Services, route: () => Promise<Reply>) => Promise<Reply>;
  /** Changes each reply, also where no route was found. */
  readonly rewrite?: (reply: Reply) => Reply;
}
