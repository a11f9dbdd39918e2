/**
 * Redis runs a script atomically, like a transaction of SQLite. It does not roll back a script that fails in the
 * middle, so each script writes its audit entry first: if that fails, nothing is changed. Numbers are passed as
 * strings, because Lua would write 1.7e12 instead of digits into the audit log.
 */

/** KEYS begin with the log and its head. */
const NOTE = `
local function note(at, event, outcome, user, session, ip, req)
  local head = redis.call('HMGET', KEYS[2], 'number', 'hash')
  local number = string.format('%d', (tonumber(head[1]) or 0) + 1)
  local text = table.concat({number, at, event, outcome, user, session, ip, req}, '|')
  local hash = redis.sha1hex((head[2] or '') .. '|' .. text)
  redis.call('XADD', KEYS[1], number .. '-0', 'at', at, 'event', event, 'outcome', outcome, 'user', user,
    'session', session, 'ip', ip, 'req', req, 'hash', hash)
  redis.call('HSET', KEYS[2], 'number', number, 'hash', hash)
end
`;

/** KEYS: name, user, name, user … ARGV: hash, name, id, name, id … An id is used only for a name that has none. */
const addUsers = `
for i = 1, #KEYS, 2 do
  local name, user = KEYS[i], KEYS[i + 1]
  if redis.call('HEXISTS', name, 'id') == 0 then
    redis.call('HSET', user, 'username', ARGV[i + 1], 'active', '1')
    redis.call('HSET', name, 'id', ARGV[i + 2])
  end
  redis.call('HSET', name, 'pw', ARGV[1])
end`;

/** KEYS: log, head, session, token, failures. */
const openSession = `${NOTE}
local session, user, expires, at, ip, req = unpack(ARGV)
local livesMs = tonumber(expires) - tonumber(at)
note(at, 'login', 'ok', user, session, ip, req)
redis.call('HSET', KEYS[3], 'user', user, 'expires_at', expires)
redis.call('PEXPIRE', KEYS[3], livesMs)
redis.call('HSET', KEYS[4], 'session', session, 'seq', '0', 'expires_at', expires)
redis.call('PEXPIRE', KEYS[4], livesMs)
redis.call('DEL', KEYS[5])`;

/** KEYS: log, head, presented token, its successor, session, user. A token of another session or user is unknown. */
const rotate = `${NOTE}
local claimed, owner, lockMs, at, ip, req = unpack(ARGV)
local now = tonumber(at)
local token = redis.call('HMGET', KEYS[3], 'session', 'seq', 'expires_at', 'used_at')
local session = redis.call('HMGET', KEYS[5], 'user', 'expires_at', 'revoked_at')
if token[1] ~= claimed or (session[1] and session[1] ~= owner) then
  note(at, 'refresh', 'unknown', '', '', ip, req)
  return 'unknown'
end
local function answer(event, outcome)
  note(at, event, outcome, session[1] or '', claimed, ip, req)
  return outcome
end
if not session[1] or session[3] then return answer('refresh', 'revoked') end
if tonumber(token[3]) <= now then return answer('refresh', 'expired') end
if token[4] and now - tonumber(token[4]) < tonumber(lockMs) then return answer('refresh', 'locked') end
if token[4] then
  answer('reuse', 'reuse')
  redis.call('HSET', KEYS[5], 'revoked_at', at, 'reason', 'reuse')
  return 'reuse'
end
if redis.call('HGET', KEYS[6], 'active') ~= '1' then
  answer('refresh', 'revoked')
  redis.call('HSET', KEYS[3], 'used_at', at)
  return 'revoked'
end
answer('refresh', 'ok')
redis.call('HSET', KEYS[3], 'used_at', at)
local seq = string.format('%d', tonumber(token[2]) + 1)
redis.call('HSET', KEYS[4], 'session', claimed, 'seq', seq, 'expires_at', token[3])
redis.call('PEXPIRE', KEYS[4], tonumber(token[3]) - now)
return 'rotated'`;

/** KEYS: session, user. */
const liveSession = `
local session = redis.call('HMGET', KEYS[1], 'user', 'expires_at', 'revoked_at')
if session[1] ~= ARGV[1] or session[3] or tonumber(session[2]) <= tonumber(ARGV[2]) then return nil end
local user = redis.call('HMGET', KEYS[2], 'username', 'active')
if user[2] ~= '1' then return nil end
return user[1]`;

/** KEYS: log, head, session. */
const revokeSession = `${NOTE}
local session, user, reason, at, ip, req = unpack(ARGV)
local found = redis.call('HMGET', KEYS[3], 'user', 'revoked_at')
if found[1] ~= user or found[2] then return nil end
note(at, reason, 'revoked', user, session, ip, req)
redis.call('HSET', KEYS[3], 'revoked_at', at, 'reason', reason)`;

/** KEYS: log, head, failures. */
const recordFailedLogin = `${NOTE}
local windowMs, at, event, outcome, user, session, ip, req = unpack(ARGV)
note(at, event, outcome, user, session, ip, req)
local endsAt = redis.call('HGET', KEYS[3], 'ends_at')
if not endsAt or tonumber(endsAt) <= tonumber(at) then
  redis.call('DEL', KEYS[3])
  redis.call('HSET', KEYS[3], 'ends_at', string.format('%d', tonumber(at) + tonumber(windowMs)))
  redis.call('PEXPIRE', KEYS[3], windowMs)
end
redis.call('HINCRBY', KEYS[3], 'count', 1)`;

const record = `${NOTE}
note(unpack(ARGV))`;

/** KEYS: log, head. */
const moveHeadToEnd = `
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local number = last and tonumber(string.match(last[1], '^%d+')) or 0
if number > (tonumber(redis.call('HGET', KEYS[2], 'number') or 0)) then
  redis.call('HSET', KEYS[2], 'number', string.format('%d', number))
end`;

/** The clock of the server that has the key. */
const time = `
return redis.call('TIME')`;

const bodies = {
  addUsers,
  openSession,
  rotate,
  liveSession,
  revokeSession,
  recordFailedLogin,
  record,
  moveHeadToEnd,
  time,
} as const;

export type ScriptName = keyof typeof bodies;

/**
 * A suspended Redis would run a buffered command when it resumes, after the caller has received an error. So the last
 * argument of each script is a deadline on the clock of Redis.
 */
const DEADLINE_CHECK = `
local deadlineMs, clock = tonumber(table.remove(ARGV)), redis.call('TIME')
if clock[1] * 1000 + clock[2] / 1000 > deadlineMs then return redis.error_reply('LATE the deadline of this script has passed') end
`;

/** The clock is read to compute deadlines, so reading it has none. */
export const scriptOf = (name: ScriptName): string => (name === 'time' ? bodies.time : DEADLINE_CHECK + bodies[name]);

export const scriptNames = Object.keys(bodies) as readonly ScriptName[];
