import { cpus } from 'node:os';

/** The machine that the figures of docs/scale.md were measured on. */
export const machine = () => ({
  cores: cpus().length,
  model: cpus()[0]?.model ?? 'unknown',
  node: process.versions.node,
  day: new Date().toISOString().slice(0, 10),
});
