import type { ExportPlan, Unsupported } from '../../flows/export/contract.ts';
import type { AuthSurface } from '../../model/auth-evidence.ts';
import type { RunOptions } from '../request/contract.ts';

/** The settings of an export. Nothing is sent, so that it needs the name of an account and no password. */
export interface ExportOptions extends Omit<RunOptions, 'user' | 'password' | 'accounts'> {
  readonly hasAccount: boolean;
  /** What an earlier run found about the server; null without one. */
  readonly found: Pick<AuthSurface, 'preset' | 'apiPath' | 'bind' | 'renewable'> | null;
}

export interface PlannedExport {
  readonly plan: ExportPlan;
  /** Parts of the options that no plan has. */
  readonly left: readonly Unsupported[];
}
