/** The parts of `verify`, in the order of its table. A group is no suite, although both have a `login`. */
export const securityGroups = [
  'rotation',
  'forgery',
  'robustness',
  'policy',
  'login',
  'transport',
  'audit-trail',
] as const;

export type SecurityGroup = (typeof securityGroups)[number];
