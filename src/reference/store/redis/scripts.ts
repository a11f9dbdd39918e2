/**
 * Redis runs a script atomically, like a transaction of SQLite. It does not roll back a script that fails in the
 * middle, so each script writes its audit entry first: if that fails, nothing is changed. Numbers are passed as
 * strings, because Lua would write 1.7e12 instead of digits into the audit log. All keys begin with KEYS[1], whose
 * braces keep them in one slot.
 */
const NOTE = `
local P = KEYS[1]
local function note(at, event, outcome, user, session, ip, req)
  local head = redis.call('HMGET', P .. 'audit:head', 'number', 'hash')
  local number = string.format('%d', (tonumber(head[1]) or 0) + 1)
  local text = table.concat({number, at, event, outcome, user, session, ip, req}, '|')
  local hash = redis.sha1hex((head[2] or '') .. '|' .. text)
  redis.call('XADD', P .. 'audit', number .. '-0', 'at', at, 'event', event, 'outcome', outcome, 'user', user,
    'session', session, 'ip', ip, 'req', req, 'hash', hash)
  redis.call('HSET', P .. 'audit:head', 'number', number, 'hash', hash)
end
local function isActive(user)
  return redis.call('HGET', P .. 'user:' .. user, 'active') == '1'
end
`;

/** hash, name, lower-case name, name, lower-case name … */
const addUsers = `
local P = KEYS[1]
for i = 2, #ARGV, 2 do
  local name, key = ARGV[i], P .. 'name:' .. ARGV[i + 1]
  local id = redis.call('HGET', key, 'id')
  if not id then
    id = string.format('%d', redis.call('INCR', P .. 'users'))
    redis.call('HSET', P .. 'user:' .. id, 'username', name, 'active', '1')
  end
  redis.call('HSET', key, 'id', id, 'pw', ARGV[1])
end`;

const findUser = `
local P = KEYS[1]
local named = redis.call('HMGET', P .. 'name:' .. ARGV[1], 'id', 'pw')
if not named[1] then return nil end
local user = redis.call('HMGET', P .. 'user:' .. named[1], 'username', 'active')
return {named[1], user[1], named[2], user[2]}`;

const openSession = `${NOTE}
local session, user, token, expires, attempt, at, ip, req = unpack(ARGV)
local livesMs = tonumber(expires) - tonumber(at)
note(at, 'login', 'ok', user, session, ip, req)
redis.call('HSET', P .. 'session:' .. session, 'user', user, 'expires_at', expires)
redis.call('PEXPIRE', P .. 'session:' .. session, livesMs)
redis.call('HSET', P .. 'token:' .. token, 'session', session, 'seq', '0', 'expires_at', expires)
redis.call('PEXPIRE', P .. 'token:' .. token, livesMs)
redis.call('DEL', P .. 'failures:' .. attempt)`;

const rotate = `${NOTE}
local presented, successor, lockMs, at, ip, req = unpack(ARGV)
local now = tonumber(at)
local key = P .. 'token:' .. presented
local token = redis.call('HMGET', key, 'session', 'seq', 'expires_at', 'used_at')
if not token[1] then
  note(at, 'refresh', 'unknown', '', '', ip, req)
  return 'unknown'
end
local sessionKey = P .. 'session:' .. token[1]
local session = redis.call('HMGET', sessionKey, 'user', 'expires_at', 'revoked_at')
local user = session[1] or ''
local function answer(event, outcome)
  note(at, event, outcome, user, token[1], ip, req)
  return outcome
end
if not session[1] or session[3] then return answer('refresh', 'revoked') end
if tonumber(token[3]) <= now then return answer('refresh', 'expired') end
if token[4] and now - tonumber(token[4]) < tonumber(lockMs) then return answer('refresh', 'locked') end
if token[4] then
  answer('reuse', 'reuse')
  redis.call('HSET', sessionKey, 'revoked_at', at, 'reason', 'reuse')
  return 'reuse'
end
if not isActive(user) then
  answer('refresh', 'revoked')
  redis.call('HSET', key, 'used_at', at)
  return 'revoked'
end
answer('refresh', 'ok')
redis.call('HSET', key, 'used_at', at)
local seq = string.format('%d', tonumber(token[2]) + 1)
local next = P .. 'token:' .. successor
redis.call('HSET', next, 'session', token[1], 'seq', seq, 'expires_at', token[3])
redis.call('PEXPIRE', next, tonumber(token[3]) - now)
return 'rotated'`;

const liveSession = `
local P = KEYS[1]
local session = redis.call('HMGET', P .. 'session:' .. ARGV[1], 'user', 'expires_at', 'revoked_at')
if not session[1] or session[3] or tonumber(session[2]) <= tonumber(ARGV[2]) then return nil end
local user = redis.call('HMGET', P .. 'user:' .. session[1], 'username', 'active')
if user[2] ~= '1' then return nil end
return {session[1], user[1]}`;

const revokeSession = `${NOTE}
local session, reason, at, ip, req = unpack(ARGV)
local key = P .. 'session:' .. session
local found = redis.call('HMGET', key, 'user', 'revoked_at')
if not found[1] or found[2] then return nil end
note(at, reason, 'revoked', found[1], session, ip, req)
redis.call('HSET', key, 'revoked_at', at, 'reason', reason)`;

const recordFailedLogin = `${NOTE}
local attempt, windowMs, at, event, outcome, user, session, ip, req = unpack(ARGV)
local key = P .. 'failures:' .. attempt
note(at, event, outcome, user, session, ip, req)
local endsAt = redis.call('HGET', key, 'ends_at')
if not endsAt or tonumber(endsAt) <= tonumber(at) then
  redis.call('DEL', key)
  redis.call('HSET', key, 'ends_at', string.format('%d', tonumber(at) + tonumber(windowMs)))
  redis.call('PEXPIRE', key, windowMs)
end
redis.call('HINCRBY', key, 'count', 1)`;

const record = `${NOTE}
note(unpack(ARGV))`;

const moveHeadToEnd = `
local P = KEYS[1]
local last = redis.call('XREVRANGE', P .. 'audit', '+', '-', 'COUNT', 1)[1]
local number = last and tonumber(string.match(last[1], '^%d+')) or 0
if number > (tonumber(redis.call('HGET', P .. 'audit:head', 'number') or 0)) then
  redis.call('HSET', P .. 'audit:head', 'number', string.format('%d', number))
end`;

const bodies = {
  addUsers,
  findUser,
  openSession,
  rotate,
  liveSession,
  revokeSession,
  recordFailedLogin,
  record,
  moveHeadToEnd,
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

export const scriptOf = (name: ScriptName): string => DEADLINE_CHECK + bodies[name];

export const scriptNames = Object.keys(bodies) as readonly ScriptName[];
