import type { Credentials, TokenPair } from '../model/auth.ts';
import type { HttpRequest, HttpResponse } from '../model/http.ts';
import type { SuiteName } from '../model/suite.ts';
import type { AuthStack } from '../targets/auth/contract.ts';

/** What a suite knows of the server: the stack's grammar and the protected route. */
export interface Ground {
  readonly stack: AuthStack;
  readonly apiPath: string;
}

/** One virtual user between two requests. Its tokens are its own: no two users share a chain. */
export interface VirtualUser {
  readonly credentials: Credentials;
  readonly tokens: TokenPair;
}

/** What an answer means for the user: right, with the tokens it holds from now on, or wrong and why. */
export type Step =
  | { readonly right: true; readonly tokens: TokenPair }
  | { readonly right: false; readonly because: string };

/** What one virtual user does, over and over: a pure state machine, so that the engine alone owns clocks and sockets. */
export interface Suite {
  readonly name: SuiteName;
  readonly title: string;
  request(user: VirtualUser, ground: Ground): HttpRequest;
  read(response: HttpResponse, user: VirtualUser, ground: Ground): Step;
}

export const wrong = (because: string): Step => ({ right: false, because });
