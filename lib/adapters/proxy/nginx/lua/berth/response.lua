-- Headers of every answer.
local _M = {}

local kept = { [200] = true, [206] = true, [304] = true }

-- Where the app has one of its own it stays, unless the policy replaces it; on pages of the proxy's own none is
-- replaced. What is only for people who signed in must not be kept by anybody between.
local function set_headers(ctx, policy)
  for _, header in ipairs(policy.headers or {}) do
    local replaces = header.when == "set" and not ctx.is_page
    if (replaces or not ngx.header[header.name]) and (header.when ~= "https" or ngx.var.berth_scheme == "https") then
      ngx.header[header.name] = header.value
    end
  end
  if ctx.is_forever and kept[ngx.status] then
    ngx.header["Cache-Control"] = (policy.users and "private" or "public") .. ", max-age=31536000, immutable"
  end
end

function _M.headers()
  ngx.header["Server"] = nil
  ngx.header["X-Request-Id"] = ngx.var.request_id
  local ctx = ngx.ctx
  local policy = ctx.route and ctx.route.policy
  if policy then set_headers(ctx, policy) end
end

return _M
