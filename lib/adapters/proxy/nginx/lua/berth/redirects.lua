-- Where a request is sent instead of to its app. The same rules in TypeScript: lib/core/proxy/policy/redirects.ts.
local _M = {}

-- The path and the query as they came, also of an address in absolute form.
local function split(address)
  local path = address:match("^%a[%w+.-]*://[^/?]*(.*)$") or address
  local before, query = path:match("^([^?]*)(.*)$")
  return before:sub(1, 1) == "/" and before or "/" .. before, query
end

_M.split = split

-- An exact path wins over a prefix, a longer prefix over a shorter; a prefix ends where a segment ends. What begins
-- with two slashes would lead to another host.
local function find(redirects, path)
  local own = redirects.exact[path]
  if own then return own.to, own.status end
  local stop = #path
  while true do
    local found = redirects.prefix[path:sub(1, stop)]
    if found then
      local to = found.to .. path:sub(stop + 1):gsub("^[/\\]+", "/")
      return to == "" and "/" or to, found.status
    end
    if stop == 0 then return nil end
    stop = #(path:sub(1, stop):match("^(.*)/") or "")
  end
end

-- For the paths of a policy. The query goes along, unless the destination has its own.
function _M.of_path(redirects, address)
  local path, query = split(address)
  local to, status = find(redirects, path)
  if not to then return nil end
  if query ~= "" and not to:find("[?#]") then to = to .. query end
  return to, status
end

local function other_name(host, www)
  local bare = host:match("^www%.(.+)$")
  if www == "add" and not bare then return "www." .. host end
  if www == "remove" then return bare end
end

-- For the host's own name and scheme, in one step; nil when it is as it should be. `is_ours` tells whether a name
-- leads to the same app: to any other nobody is sent.
function _M.of_host(policy, request, is_ours)
  local other = policy.www and other_name(request.host, policy.www)
  if other and not is_ours(other) then other = nil end
  local to_https = policy.https and request.scheme == "http" and request.tls_port
  if not other and not to_https then return nil end
  local port = request.port
  if to_https then port = request.tls_port ~= "443" and request.tls_port or nil end
  local path, query = split(request.address)
  return (to_https and "https" or request.scheme) .. "://" .. (other or request.host)
    .. (port and ":" .. port or "") .. path .. query
end

return _M
