-- How often something may happen: one number in shared memory per key, the time at which its debt is paid.
local _M = {}

local dict = ngx.shared.berth_rates

-- Nothing when it may happen now (and it is counted), else the seconds to wait. Two workers may let one more through
-- at the same instant.
function _M.over(key, rate, burst)
  local now = ngx.now()
  local interval = 1 / rate
  local paid = math.max(dict:get(key) or 0, now)
  local wait = paid - now - burst * interval
  if wait > 0 then return math.ceil(wait) end
  dict:set(key, paid + interval, paid + interval - now + 1)
end

return _M
