import { ToolError } from './error.ts';

/** The optional packages and their uses. npm continues if one cannot be installed, and a diagnosis needs none. */
export const optionalPackages: Readonly<Record<string, string>> = {
  libsql: 'the reference server and a store in a SQLite file need it',
  '@node-rs/argon2': 'the reference server needs it for passwords',
  ioredis: 'a store in Redis needs it',
  autocannon: '--second-opinion needs it',
};

/** The binary of a platform is a package of its own, such as `@libsql/linux-x64-gnu`. */
const nameOf = (missing: string): string | undefined =>
  Object.keys(optionalPackages).find(
    (name) => missing === name || missing.startsWith(`@${name}/`) || missing.startsWith(`${name}-`),
  );

/** @returns null where the error is not about one of these packages. */
export function missingPackage(error: unknown): ToolError | null {
  if (!(error instanceof Error)) return null;
  const [, missing = ''] = /^Cannot find (?:package|module) '([^']{1,200})'/.exec(error.message) ?? [];
  const name = nameOf(missing);
  if (name === undefined) return null;
  return new ToolError(
    'package-missing',
    `${name} is not installed, and ${optionalPackages[name]}. Install it with "npm install ${name}"; a diagnosis works without it.`,
  );
}
