/** Removed for children: a proxy would connect instead of the client, and our own variables may hold a password. */
const REMOVED_FOR_CHILDREN = /^(https?|ftp|socks|all|no|rsync)_proxy$|^NODE_USE_ENV_PROXY$|^WHYSLOW_/i;

export const childEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !REMOVED_FOR_CHILDREN.test(name)));
