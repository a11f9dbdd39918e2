import { bytesOf, costsOf, suites, type ScaleResults } from './scale-sums.ts';
import {
  arithmetic,
  assumed,
  breaksFirst,
  costTable,
  failoverTable,
  LARGEST,
  memoryPart,
  number,
  percent,
  sizeTable,
} from './scale-tables.ts';

/** docs/scale.md. */
export function scalePage(results: ScaleResults, nginx: string): string {
  const costs = costsOf(results);
  const { machine } = bytesOf(results);
  const login = costs.login.workers / 1e6;
  return `# At scale

nginx in front of four reference servers on one Redis: the set-up, its measured costs, and how far they reach. The figures come
from \`npm run bench:scale\`, which repeats them on your machine, and a test makes this page from its results.

## Set-up

\`\`\`sh
redis-server --appendonly yes --appendfsync always --aof-load-truncated no --maxmemory-policy noeviction
for port in 8781 8782 8783 8784; do
  whyslow reference --port $port --store redis://127.0.0.1:6379/0 --keys reference.keys --behind-proxy &
done
nginx -c "$PWD/nginx.conf"
\`\`\`

The servers need \`WHYSLOW_PASSWORD\`, and one file of keys, so that each accepts the tokens of the others. This is
[nginx.conf](nginx.conf):

\`\`\`nginx
${nginx.trimEnd()}
\`\`\`

A test starts this file with four servers and a Redis. A login on one server is valid on all; of one token on all four at once
exactly one refresh succeeds; reuse and logout end the session everywhere; the rotation checks of \`whyslow verify\` pass through
nginx.

## Measured costs

${machine.day}, on a virtual machine with ${machine.cores} cores (${machine.model}), Linux, Node ${machine.node}, shared with other work. Sixteen clients keep the
servers busy; the CPU time is that of the kernel, user and system, divided by the requests that the servers counted. Each figure
is the median of ${Object.keys(results.costs).length / suites.length} rounds.

${costTable(costs)}

A refresh is one script, so it is one round trip to Redis. The commands are those that its scripts execute, and those that no
script executes. Servers, nginx, Redis and the clients together on these cores did ${number(costs.refresh.perSecond)} refreshes, ${number(costs.api.perSecond)} API calls or
${number(costs.login.perSecond)} logins a second. Redis flushed each write to the disk before its answer.

${memoryPart(results)}

## From a laptop to 1,000,000 users

Assumptions, which your numbers replace:

- ${percent(assumed.activeShare)} of the users are active in the busiest minute. An active user refreshes each 15 minutes, the lifetime of an access token, and
  makes ${assumed.callsPerMinute} API calls a minute.
- Each user signs in once a day, ${percent(assumed.busiestHourShare)} of them in the busiest hour, and stays for ${assumed.refreshesPerSession} refreshes. Each has one session in Redis.
- ${assumed.workers} workers with a core each, one Redis and one process of nginx. A part is full at ${percent(assumed.fullAt)} of its cores: in the model of one
  queue (M/M/1) a request then waits 2.3 times as long as it is served.

The arithmetic for 1,000,000 users:

${arithmetic(results)}

The same for each size. The servers to start are the worker cores at ${percent(assumed.fullAt)} each; \`Redis\` and \`nginx\` are shares of one core:

${sizeTable(results)}

This is arithmetic: costs measured at some thousand requests a second on one machine, times rates. No million users were
connected. A network between the machines adds CPU for its packets, and TLS in nginx adds its handshakes.

## What breaks first

With the assumptions above:

${breaksFirst(results)}

If Redis is lost without a copy, all users sign in again: 1,000,000 logins are ${number((LARGEST * login) / 3600, 1)} core hours of the workers.

## Redis Cluster

\`\`\`sh
whyslow reference --store redis-cluster://127.0.0.1:7001,127.0.0.1:7002 --keys reference.keys
\`\`\`

The state is split into 32 shards at equal distances over the 16,384 slots. A user, the name, all sessions and tokens of the user
and their audit entries are in one shard, so each change stays one script on one node, and every key that a script touches is in
its \`KEYS\`. The shard is chosen by the name; the id of the user tells it again. The shards are about equal: of the 100,000 names
\`user1\` to \`user100000\` the fullest has 3,172 and the emptiest 3,071.

Each shard has an audit log of its own. \`7:3\` is entry 3 of log 7, in \`whyslow reference audit\` and in
\`--accept-audit-break 7:3\`. A store of \`redis://\` keeps its keys, and is no store of \`redis-cluster://\`: a cluster begins empty.

A test starts a cluster of three nodes: refreshes, races, reuse, logout, throttle and the logs work over two servers, each
node has its share of the users, and without one of the nodes every answer is right or 503. A slot moves to another node during
refreshes: they wait or get 503, and none is lost. \`--redis-wait\` is refused with a
cluster, because \`WAIT\` counts the writes of one connection and a cluster has one for each node. Failover inside of a
cluster is not tested, and the costs of a cluster are not measured.

## Failover

\`\`\`sh
redis-server --port 6380 --replicaof '127.0.0.1 6379' --appendonly yes --appendfsync always --aof-load-truncated no
whyslow reference --store redis://127.0.0.1:6379,127.0.0.1:6380/0 --redis-wait 1 --keys reference.keys
\`\`\`

A server that is given several addresses uses the one that is primary, and looks for the next when it is lost or demoted. It
promotes none: that is the work of Redis Sentinel, or of \`redis-cli -p 6380 replicaof no one\`. Start the old primary again only
with \`--replicaof\` the new one, because it may have writes that the new one lacks.

\`--redis-wait 1\` answers a write when one replica has it (\`WAIT\`). If no replica has it within a second, the answer is 503
\`store_unanswered\`. The primary has the write then, so the token is used: if the client sends it again, that is reuse, and the
client signs in again. If the primary is lost before a replica has the write, the old token stays valid. With one replica a
promoted primary has none left, so writes are answered again when the next replica follows it. \`WAIT\` means that the replica
has the write in memory. If both machines lose their power in the same moment, the disks decide.

The primary killed with SIGKILL under load, its replica promoted, and each answer compared with the new state:

${failoverTable(results)}

"0 ms behind" is a replica on the same machine behind a proxy, which adds about a millisecond, and more where the cores are
busy. A replica that is 20 ms behind follows through the same proxy, which then delays each byte; the bytes on their way are lost with the primary.
Without waiting, the answers of that time are lost: the last refresh token of a session is refused, and its used token is
accepted. The tests do the same in smaller numbers.
`;
}
