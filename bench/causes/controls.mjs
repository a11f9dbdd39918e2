// What does whyslow say of eight real servers, each as it is started by default? Every finding must be true of that server.
import { diagnosedInside } from './machine.mjs';
import { servers } from './servers.mjs';

/** Why each finding is true: on the machine of the lab, where localhost names ::1 and 127.0.0.1. */
const IPV4_ONLY =
  'it listens on 127.0.0.1 alone, and localhost names ::1 too: a client that tries no second address fails';
export const trueOfThem = {
  'Django runserver': {
    'one-family-listener': IPV4_ONLY,
    'delayed-ack-stall':
      'it writes headers and body apart and leaves Nagle on: 44 ms, and 1 ms with disable_nagle_algorithm',
  },
  'Django gunicorn': {
    'one-family-listener': IPV4_ONLY,
    'idle-connection-blocks-server':
      'the one sync worker of the default reads a connection until its request has come: 2.50 s, and at once with --threads 8',
  },
  'python3 -m http.server': { 'one-family-listener': IPV4_ONLY },
  Flask: { 'one-family-listener': IPV4_ONLY },
  'php -S': {
    'expect-continue-stall': 'it never says 100 Continue: curl -T takes 1.01 s, and 0.04 s with -H Expect:',
    'one-family-listener':
      'php -S localhost listens on ::1 alone, and localhost names 127.0.0.1 too: Java and other clients try IPv4 first or only',
  },
};

const ways = {
  default: { flags: [] },
  '--deep': { flags: ['--deep'] },
  // Three of the servers refuse it, each in its own way. A threshold is no finding.
  'load of a PUT': {
    command: 'load',
    flags: ['--method', 'PUT', '--data', 'name=ada', '--requests', '20', '--connections', '1'],
  },
};

export const controls = () => ({
  cases: Object.keys(servers).flatMap((server) =>
    Object.entries(ways).map(([way, { flags, command }]) => ({
      id: `${server}, ${way}`,
      measure: () => diagnosedInside(server, flags, { command }),
    })),
  ),
  wrong(id, { failed }) {
    const known = trueOfThem[id.slice(0, id.lastIndexOf(','))] ?? {};
    const false_ = Object.entries(failed).filter(([finding]) => known[finding] === undefined);
    return false_.length === 0 ? null : false_.map(([finding, summary]) => `${finding}: ${summary}`).join(' | ');
  },
  line: ({ failed, notes, tookMs }) =>
    `${(tookMs / 1_000).toFixed(1)} s  ${listed('found', failed)}${listed('notes', notes)}`,
  summary: (results) =>
    `${Object.values(results).reduce((sum, { failed }) => sum + Object.keys(failed).length, 0)} findings, each explained.`,
});

const listed = (what, texts) => (Object.keys(texts).length === 0 ? '' : `${what}: ${Object.keys(texts).join(', ')} `);
