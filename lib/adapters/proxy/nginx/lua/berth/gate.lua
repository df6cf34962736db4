-- What a policy lets through. Every check either answers the request, which ends it, or returns.
local _M = {}

local addresses = require("berth.addresses")
local basic_auth = require("berth.basic_auth")
local pages = require("berth.pages")
local rate = require("berth.rate")
local redirects = require("berth.redirects")

local function redirect(to, status)
  ngx.req.discard_body()
  ngx.status = status
  ngx.header["Location"] = to
  ngx.header["Content-Length"] = 0
  ngx.send_headers()
  return ngx.exit(ngx.HTTP_OK)
end

local function check_host(policy, request)
  if not policy.www and not policy.https then return end
  local to = redirects.of_host(policy, request, request.is_ours)
  if to then return redirect(to, 308) end
end

local function check_rate(route, address)
  local policy = route.policy
  if not policy.rate then return end
  local wait = rate.over("request " .. route.id .. addresses.client(address), policy.rate, policy.burst)
  if wait then return pages.answer("too_many", route, { retry = wait }) end
end

local function check_maintenance(route, address)
  local maintenance = route.policy.maintenance
  if not maintenance or addresses.contains(maintenance.allow, address) then return end
  return pages.answer("maintenance", route, { retry = maintenance.seconds, text = maintenance.message })
end

local function check_login(route, request, address)
  if not route.policy.users then return end
  local passed = basic_auth.check(route, request.authorization, address)
  if passed == true then
    -- It was for us; the app must not see the password.
    ngx.req.clear_header("Authorization")
    request.authorization = nil
    return
  end
  if passed then return pages.answer("too_many_logins", route, { retry = passed }) end
  ngx.header["WWW-Authenticate"] = 'Basic realm="' .. route.name .. '", charset="UTF-8"'
  return pages.answer("login", route)
end

-- Before it is known whether the app runs.
function _M.before(route, request)
  local address = ngx.var.binary_remote_addr
  check_host(route.policy, request)
  check_rate(route, address)
  check_maintenance(route, address)
  check_login(route, request, address)
  if not route.policy.redirects then return end
  local to, status = redirects.of_path(route.policy.redirects, request.address)
  if to then return redirect(to, status) end
end

-- The named location that stops a body that grows too large, for one whose length is not told.
function _M.body_location(route, request)
  local policy = route.policy
  if not policy.body then return nil end
  local length = tonumber(request.content_length)
  if length and length > policy.body then return pages.answer("too_large", route) end
  if not length and (request.chunked or request.http2) and request.method ~= "GET" and request.method ~= "HEAD" then
    return policy.body_location
  end
end

return _M
