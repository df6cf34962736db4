-- Answers per target, and those of them with status 5xx: how a new version does is told from it.
local _M = {}

local dict = ngx.shared.berth_answers
-- One that nobody has asked for a day is forgotten; its address may be another app's by then.
local KEPT_SECONDS = 86400

local function count(key)
  local _, problem = dict:incr(key, 1, 0, KEPT_SECONDS)
  if problem then ngx.log(ngx.WARN, "an answer was not counted: ", problem) end
end

function _M.add(target, status)
  count("all|" .. target)
  if status >= 500 then count("failed|" .. target) end
end

-- By target: {all, failed}.
function _M.snapshot()
  local sums = {}
  for _, key in ipairs(dict:get_keys(0)) do
    local kind, target = key:match("^(%a+)|(.+)$")
    sums[target] = sums[target] or { all = 0, failed = 0 }
    sums[target][kind] = dict:get(key) or 0
  end
  return sums
end

return _M
