-- Names and passwords in front of an app. A check of a password is slow on purpose and holds up the worker that makes
-- it: one that was right is remembered for a while, and how many are made is limited.
local _M = {}

local ffi = require("ffi")
ffi.cdef("char *crypt(const char *key, const char *salt);")

local addresses = require("berth.addresses")
local rate = require("berth.rate")

local known = ngx.shared.berth_logins
local REMEMBER_SECONDS = 600
-- What bcrypt reads of a password; more would be taken for the same.
local MOST_BYTES = 72
-- A hash of no password that anybody knows: a name that does not exist takes as long as one that does.
local NOBODY = "$2b$08$2aUfNoaNZAX5oZ3mR1n79uk4Q.8crXXMAuAOmsm.RTgf519H6q7mq"

local library, secret

-- Before the workers are made, so that all have the same secret.
function _M.init()
  local found = pcall(function() return ffi.C.crypt end)
  library = found and ffi.C or ffi.load("crypt")
  local random = assert(io.open("/dev/urandom", "rb"))
  secret = random:read(32)
  random:close()
end

local function matches(password, hash)
  local result = library.crypt(password, hash)
  return result ~= nil and ffi.string(result) == hash
end

local function credentials(header)
  local encoded = (header or ""):match("^[Bb][Aa][Ss][Ii][Cc] +(%S+)%s*$")
  local name, password = (encoded and ngx.decode_base64(encoded) or ""):match("^([^:]+):(.*)$")
  if not name or #password > MOST_BYTES or password:find("%z") then return nil end
  return name, password
end

-- True when the request may pass; false when it may not; or the seconds after which to try again.
function _M.check(route, header, address)
  local name, password = credentials(header)
  if not name then return false end
  local hash = route.policy.users[name]
  local key = ngx.hmac_sha1(secret, (hash or "") .. password)
  if hash and known:get(key) then return true end
  local wait = rate.over("login " .. route.id .. addresses.client(address), 0.2, 10)
    or rate.over("login " .. route.id, 10, 20) or rate.over("login", 25, 50)
  if wait then return wait end
  if not matches(password, hash or NOBODY) or not hash then return false end
  known:set(key, true, REMEMBER_SECONDS)
  return true
end

return _M
