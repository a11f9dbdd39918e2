import { z } from 'zod';
import { debuggerKinds } from '../server-process.ts';

const object = z.strictObject;

const seenDebugger = object({
  kind: z.enum(debuggerKinds),
  port: z.int().nullable(),
  connected: z.boolean(),
  program: z.string().nullable(),
});
const processState = object({
  pid: z.int(),
  program: z.string(),
  state: z.string(),
  startedS: z.number().min(0),
  ageS: z.number().min(0),
  threads: z.int(),
  debuggers: z.array(seenDebugger),
  openFiles: z.int().nullable(),
  openFilesLimit: z.int().nullable(),
});

export const serverProcesses = object({ before: z.array(processState), after: z.array(processState) });
