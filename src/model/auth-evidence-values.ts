import type { AuditLogEntries } from './audit-log.ts';
import type { AuthSurface, LogoutExchange, RaceExchange, RotationExchange, TokenLifetimes } from './auth-evidence.ts';
import type { AuthResponses } from './auth-responses.ts';
import type { BadInputs } from './bad-input.ts';
import type { FailedLogins } from './failed-logins.ts';
import type { Forgeries } from './forgeries.ts';

/** The kinds of evidence about the auth of the server, and the value of each. */
export interface AuthEvidence {
  readonly 'auth-surface': AuthSurface;
  readonly rotation: RotationExchange;
  readonly race: RaceExchange;
  readonly logout: LogoutExchange;
  readonly lifetimes: TokenLifetimes;
  readonly forgeries: Forgeries;
  readonly 'auth-responses': AuthResponses;
  readonly 'bad-input': BadInputs;
  readonly 'failed-logins': FailedLogins;
  readonly 'audit-log': AuditLogEntries;
}
