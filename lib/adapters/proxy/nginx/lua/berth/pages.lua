-- The proxy's own answers: a small page, or JSON for who asks for it.
local _M = {}

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
  failed = { 502, "app-not-answering", "This app is not answering",
    "{{name}} refused the connection, or closed it before it had answered. Its logs in the panel say why." },
  timeout = { 504, "app-too-slow", "This app took too long to answer",
    "{{name}} did not answer in time. Try again; if it stays so, its logs in the panel say why." },
  panel_failed = { 502, "panel-not-answering", "The panel is not answering",
    "It is starting, or has stopped; apps are not affected. On the server, `berth status` says more." },
  refused = { 400, "bad-request", "This request cannot be understood",
    "The browser or program sent something that is not valid HTTP, or too large." },
  broken = { 500, "proxy-error", "Something went wrong in the proxy",
    "It is not the app's fault. The proxy's error log says more about it under this request's number." },
}

local retry_after = { starting = 5, stopped = 30, updating = 5, down = 5 }
-- A browser asks again by itself; a form that was sent is not sent again.
local refresh = { starting = 5, updating = 5, down = 5 }

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

-- Every value put in is ours or of a checked alphabet (route names, the request id): nothing needs escaping.
local function answer(kind, name, status)
  local page = pages[kind]
  status = status or page[1]
  local values = { status = tostring(status), title = page[3], request = ngx.var.request_id }
  values.text = fill(page[4], { name = name or "The app" })
  local body
  if wants_json() then
    ngx.header["Content-Type"] = "application/json"
    body = fill('{"error":{"code":"{{code}}","message":"{{title}}. {{text}}","requestId":"{{request}}"}}\n',
      { code = page[2], title = page[3], text = values.text, request = values.request })
  else
    ngx.header["Content-Type"] = "text/html; charset=utf-8"
    ngx.header["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    if ngx.req.get_method() == "GET" then ngx.header["Refresh"] = refresh[kind] end
    body = fill(template, values)
  end
  ngx.status = status
  ngx.header["Retry-After"] = retry_after[kind]
  ngx.header["Cache-Control"] = "no-store"
  ngx.header["X-Content-Type-Options"] = "nosniff"
  ngx.header["Content-Length"] = #body
  ngx.print(body)
  return ngx.exit(ngx.HTTP_OK)
end

_M.answer = answer

-- error_page of 502 and 504.
function _M.upstream_failed()
  if ngx.status == 504 then return answer("timeout", ngx.var.berth_name) end
  return answer(ngx.var.berth_route == "panel" and "panel_failed" or "failed", ngx.var.berth_name)
end

-- error_page of what nginx itself refuses, often before there is a host or a path.
function _M.refused()
  local status = ngx.status
  return answer(status >= 500 and "broken" or "refused", nil, status)
end

return _M
