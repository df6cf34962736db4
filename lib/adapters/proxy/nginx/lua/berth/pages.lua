-- The proxy's own answers: a small page, or the app's own one, or JSON for who asks for it.
local _M = {}

local page_files = require("berth.page_files")

local template

local pages = {
  unknown = { 404, "not-deployed", "Nothing is deployed at this address",
    "Check the address for typing mistakes. If it is yours, add it to the domains of an app in the panel." },
  starting = { 503, "proxy-starting", "Just a moment",
    "The server is starting and does not know its apps yet. Try again in a few seconds." },
  stopped = { 503, "app-stopped", "This app is stopped",
    "{{name}} is not running at the moment. Whoever runs it can start it in the panel." },
  updating = { 503, "app-updating", "This app is being updated",
    "{{name}} is back in a moment. This page tries again by itself." },
  down = { 502, "app-down", "This app is down",
    "{{name}} has ended, and the panel says why. This page tries again by itself." },
  maintenance = { 503, "app-maintenance", "Down for maintenance",
    "{{name}} is being worked on and will be back." },
  failed = { 502, "app-not-answering", "This app is not answering",
    "{{name}} refused the connection, or closed it before it had answered. Its logs in the panel say why." },
  timeout = { 504, "app-too-slow", "This app took too long to answer",
    "{{name}} did not answer in time. Try again; if it stays so, its logs in the panel say why." },
  panel_failed = { 502, "panel-not-answering", "The panel is not answering",
    "It is starting, or has stopped; apps are not affected. On the server, `berth status` says more." },
  login = { 401, "login-needed", "Sign in to see this",
    "{{name}} asks for a name and a password." },
  too_many_logins = { 429, "too-many-logins", "Too many attempts to sign in",
    "Wait a little, then try again." },
  too_many = { 429, "too-many-requests", "Too many requests",
    "{{name}} takes only so many requests a second from one address. Wait a little, then try again." },
  too_large = { 413, "body-too-large", "This is too large",
    "{{name}} does not take uploads of this size." },
  refused = { 400, "bad-request", "This request cannot be understood",
    "The browser or program sent something that is not valid HTTP, or too large." },
  broken = { 500, "proxy-error", "Something went wrong in the proxy",
    "It is not the app's fault. The proxy's error log says more about it under this request's number." },
}

local retry_after = { starting = 5, stopped = 30, updating = 5, down = 5 }
-- A browser asks again by itself; a form that was sent is not sent again.
local refresh = { starting = 5, updating = 5, down = 5 }
-- Which page of the app's own stands in.
local own_page = {
  maintenance = "maintenance", stopped = "down", updating = "down", down = "down", failed = "down", timeout = "down",
}

function _M.load(file)
  local handle = assert(io.open(file, "r"))
  template = handle:read("*a")
  handle:close()
end

local function wants_json()
  local accept = ngx.var.http_accept
  return accept ~= nil and accept:find("[/+]json") ~= nil and not accept:find("text/html", 1, true)
end

local function fill(text, values)
  return (text:gsub("{{(%w+)}}", values))
end

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

local function json(values)
  local message = (values.title .. ". " .. values.text):gsub('[%c"\\]', { ['"'] = '\\"', ["\\"] = "\\\\" })
  return fill('{"error":{"code":"{{code}}","message":"{{message}}","requestId":"{{request}}"}}\n',
    { code = values.code, message = message, request = values.request })
end

-- The app's own page for this, as it is but for {{status}} and {{request}}; nil without one.
local function own(kind, route, values)
  local names = route and route.policy and route.policy.pages
  local name = names and names[own_page[kind]]
  local text = name and page_files.read(name)
  return text and fill(text, { status = values.status, request = values.request })
end

local function html(kind, route, values)
  ngx.header["Content-Type"] = "text/html; charset=utf-8"
  if ngx.req.get_method() == "GET" then ngx.header["Refresh"] = refresh[kind] end
  local text = own(kind, route, values)
  if text then return text end
  ngx.header["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
  values.text = values.text:gsub("[&<>\"']", entities)
  return fill(template, values)
end

-- Answers and ends the request. `options`: status, text (instead of the page's), retry (in seconds).
function _M.answer(kind, route, options)
  local page = pages[kind]
  options = options or {}
  local status = options.status or page[1]
  local values = {
    status = tostring(status), code = page[2], title = page[3], request = ngx.var.request_id,
    text = options.text or fill(page[4], { name = route and route.name or "The app" }),
  }
  ngx.ctx.is_page, ngx.ctx.route = true, route
  ngx.req.discard_body()
  local body
  if wants_json() then
    ngx.header["Content-Type"] = "application/json"
    body = json(values)
  else
    body = html(kind, route, values)
  end
  ngx.status = status
  ngx.header["Retry-After"] = options.retry or retry_after[kind]
  ngx.header["Cache-Control"] = "no-store"
  ngx.header["X-Content-Type-Options"] = "nosniff"
  ngx.header["Content-Length"] = #body
  ngx.print(body)
  return ngx.exit(ngx.HTTP_OK)
end

-- The route of a request that lost its ngx.ctx on the way to an error page.
local function route_again()
  local route = require("berth.routes").find(ngx.var.host)
  return route and route.id == ngx.var.berth_route and route or nil
end

-- error_page of 502 and 504.
function _M.upstream_failed()
  local route = route_again()
  if ngx.status == 504 then return _M.answer("timeout", route) end
  return _M.answer(ngx.var.berth_route == "panel" and "panel_failed" or "failed", route)
end

-- error_page of 413, which only routes with a limit can get.
function _M.too_large()
  return _M.answer("too_large", route_again())
end

-- error_page of what nginx itself refuses, often before there is a host or a path.
function _M.refused()
  local status = ngx.status
  return _M.answer(status >= 500 and "broken" or "refused", nil, { status = status })
end

return _M
