import type { SuiteName } from '../model/suite.ts';
import { api } from './api.ts';
import type { Suite } from './contract.ts';
import { login } from './login.ts';
import { refresh } from './refresh.ts';

export const suites: Readonly<Record<SuiteName, Suite>> = { refresh, api, login };
