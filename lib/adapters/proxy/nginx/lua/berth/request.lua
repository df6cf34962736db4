-- A request's way: find the route, ask its policy, choose a target, count, say who we are.
local _M = {}

local balancer = require("ngx.balancer")
local gate = require("berth.gate")
local answers = require("berth.answers")
local in_flight = require("berth.in_flight")
local pages = require("berth.pages")
local redirects = require("berth.redirects")
local routes = require("berth.routes")
local static = require("berth.static")

local default_port = { http = "80", https = "443" }
local without_effect = { GET = true, HEAD = true, OPTIONS = true }
local public_scheme, tls_port

-- What browsers speak on the plain port, and the port of our own TLS, if there is one.
function _M.init(scheme, port)
  public_scheme, tls_port = scheme, port
end

-- The port the client named beside the host we route by; a Host header that differs from an absolute address is void.
local function named_port(host, header)
  local name, port = (header or ""):match("^(.-)%.?:(%d%d?%d?%d?%d?)$")
  if name and name:lower() == host and tonumber(port) <= 65535 then return port end
end

local function set_host(var, scheme)
  local port = named_port(var.host, var.http_host)
  var.berth_host = port and (var.host .. ":" .. port) or var.host
  var.berth_port = port or default_port[scheme]
  var.berth_scheme = scheme
end

-- A pooled connection may be closed by the app in the moment we use it. That is repaired by sending again, so it is
-- only for requests without effect and without a body; all others get a connection of their own.
local function set_upstream(var)
  local upgrade = var.http_upgrade
  if upgrade and upgrade:lower() == "websocket" then
    var.berth_upstream, var.berth_upgrade, var.berth_connection = "berth_fresh", "websocket", "upgrade"
  elseif without_effect[var.request_method] and not var.http_transfer_encoding
    and (var.http_content_length or "0") == "0" then
    var.berth_upstream = "berth_pooled"
  else
    var.berth_upstream, var.berth_connection = "berth_fresh", "close"
  end
end

-- What policies look at; made only for routes that have one.
local function described(var, route, scheme)
  local host, address = var.host, var.request_uri
  return {
    host = host, scheme = scheme, address = address, path = (redirects.split(address)),
    port = named_port(host, var.http_host), tls_port = tls_port, method = var.request_method,
    authorization = var.http_authorization, upgrade = var.http_upgrade,
    content_length = var.http_content_length, chunked = var.http_transfer_encoding, http2 = (var.http2 or "") ~= "",
    is_ours = function(name) return routes.find(name) == route end,
  }
end

-- The named location that goes on with the request, or nil when it is this one.
local function follow_policy(var, route, scheme)
  local request = described(var, route, scheme)
  gate.before(route, request)
  if not route.targets then return nil end
  local location, key
  if route.policy.static then location, key = static.of(route, request) end
  if location then var.berth_cache_key = key end
  return location or gate.body_location(route, request)
end

-- The page for a route that leads nowhere, by its state.
local without_targets = { STOPPED = "stopped", UPDATING = "updating", DOWN = "down" }

local function aim(route)
  if not route.targets then return pages.answer(without_targets[route.state], route) end
  ngx.ctx.route, ngx.ctx.targets = route, route.targets
end

function _M.access()
  local var = ngx.var
  local route, generation = routes.find(var.host)
  var.berth_generation = generation
  if not route then return pages.answer(generation > 0 and "unknown" or "starting") end
  var.berth_route = route.id
  ngx.ctx.route = route
  local scheme = var.https == "on" and "https" or public_scheme
  local location = route.policy and follow_policy(var, route, scheme)
  aim(route)
  set_host(var, scheme)
  set_upstream(var)
  if location then return ngx.exec(location) end
end

-- In a named location: the variables are still there, ngx.ctx is not. The route may be another by now.
function _M.go_on(is_forever)
  local route = routes.find(ngx.var.host)
  if not route or route.id ~= ngx.var.berth_route then return pages.answer("unknown") end
  aim(route)
  ngx.ctx.is_forever = is_forever
end

local turn = 0

-- The target with the fewest requests of those not tried yet; in turn where that is equal.
local function choose(targets, tried)
  turn = turn + 1
  local best, best_count
  for offset = 0, #targets - 1 do
    local target = targets[(turn + offset) % #targets + 1]
    local count = in_flight.here(target.name)
    if not tried[target.name] and (not best or count < best_count) then best, best_count = target, count end
  end
  return best
end

-- Called for the first attempt and, when nginx tries again, for each further one.
function _M.balance()
  local ctx = ngx.ctx
  local targets = ctx.targets
  if ctx.target then
    in_flight.leave(ctx.target)
    ctx.tried[ctx.target] = true
  else
    ctx.tried = {}
    if #targets > 1 then balancer.set_more_tries(#targets - 1) end
  end
  -- With none left, the failure was on a pooled connection: the target itself has not failed.
  local target = choose(targets, ctx.tried) or choose(targets, {})
  ctx.target = target.name
  ngx.var.berth_target = target.name
  in_flight.enter(target.name)
  local policy = ctx.route.policy
  if policy and policy.read then balancer.set_timeouts(nil, policy.read, policy.read) end
  local ok, problem = balancer.set_current_peer(target.host, target.port)
  if not ok then
    ngx.log(ngx.ERR, "no connection to ", target.name, ": ", problem)
    return ngx.exit(502)
  end
end

-- Runs once at the end of each request, also of an aborted one. The variable outlives the redirect to an error
-- page, which ngx.ctx does not.
function _M.log()
  local target = ngx.var.berth_target
  if not target or target == "" then return end
  in_flight.leave(target)
  answers.add(target, ngx.status)
end

return _M
