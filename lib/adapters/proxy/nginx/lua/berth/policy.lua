-- Lines of a route's policy, as lib/core/proxy/policy-lines.ts writes them, made into tables that a request looks up.
local _M = {}

local addresses = require("berth.addresses")

local function decoded(text)
  if text == "-" then return nil end
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- Each takes the policy and the rest of its line, and returns true unless it does not understand it.
local verbs = {}

function verbs.maintenance(policy, rest)
  local seconds, allow, message = rest:match("^(%d+) (%S+) (%S+)$")
  local ranges = allow and addresses.ranges(allow)
  if not ranges then return false end
  policy.maintenance = { seconds = tonumber(seconds), allow = ranges, message = decoded(message) }
  return true
end

function verbs.page(policy, rest)
  local kind, name = rest:match("^(%l+) (%x+)$")
  if not name or #name ~= 64 or (kind ~= "down" and kind ~= "maintenance") then return false end
  policy.pages = policy.pages or {}
  policy.pages[kind] = name
  return true
end

function verbs.www(policy, rest)
  policy.www = rest
  return rest == "add" or rest == "remove"
end

function verbs.https(policy, rest)
  policy.https = true
  return rest == "on"
end

function verbs.redirect(policy, rest)
  local match, status, from, to = rest:match("^(%l+) (30[1278]) (/%S*) (%S+)$")
  if match ~= "exact" and match ~= "prefix" then return false end
  policy.redirects = policy.redirects or { exact = {}, prefix = {} }
  if match == "prefix" then from, to = from:gsub("/+$", ""), to:gsub("/+$", "") end
  policy.redirects[match][from] = { status = tonumber(status), to = to }
  return true
end

function verbs.user(policy, rest)
  local name, hash = rest:match("^(%S+) (%$2[aby]%$%d%d%$%S+)$")
  if not name or #hash ~= 60 then return false end
  policy.users = policy.users or {}
  policy.users[name] = hash
  return true
end

function verbs.header(policy, rest)
  local when, name, value = rest:match("^(%l+) ([%w-]+) (%S+)$")
  value = value and decoded(value)
  if not value or value:find("%c") or not ({ add = true, set = true, https = true })[when] then return false end
  policy.headers = policy.headers or {}
  policy.headers[#policy.headers + 1] = { when = when, name = name, value = value }
  return true
end

function verbs.body(policy, rest)
  local megabytes = tonumber(rest:match("^%d+$"))
  if not megabytes then return false end
  policy.body = megabytes * 1024 * 1024
  -- What is sent without its length is stopped by nginx, which knows fixed sizes only.
  local size = 1
  while size < megabytes do size = size * 2 end
  policy.body_location = "@berth_body_" .. size
  return true
end

function verbs.read(policy, rest)
  policy.read = tonumber(rest:match("^%d+$"))
  return policy.read ~= nil
end

function verbs.rate(policy, rest)
  local rate, burst = rest:match("^(%d+) (%d+)$")
  policy.rate, policy.burst = tonumber(rate), tonumber(burst)
  return rate ~= nil and policy.rate > 0
end

function verbs.static(policy, rest)
  local immutable, prefix = rest:match("^(%l+) (/%S+/)$")
  if immutable ~= "hashed" and immutable ~= "all" then return false end
  policy.static = policy.static or {}
  policy.static[#policy.static + 1] = { prefix = prefix, all = immutable == "all" }
  return true
end

function verbs.version(policy, rest)
  policy.version = rest
  return rest:find("^%d+$") ~= nil
end

-- Adds what a line says to the route's policy. Returns a problem, or nothing.
function _M.add(route, line)
  local verb, rest = line:match("^%+ (%l+) (.+)$")
  route.policy = route.policy or {}
  if not verb or not verbs[verb] or not verbs[verb](route.policy, rest) then
    return "a line of a policy is not understood"
  end
end

return _M
