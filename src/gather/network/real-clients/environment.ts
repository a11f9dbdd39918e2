/** A proxy would connect in the client's place; our own variables may hold a password that is no client's business. */
const KEPT_FROM_CHILDREN = /^(https?|ftp|socks|all|no|rsync)_proxy$|^NODE_USE_ENV_PROXY$|^WHYSLOW_/i;

export const childEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !KEPT_FROM_CHILDREN.test(name)));
