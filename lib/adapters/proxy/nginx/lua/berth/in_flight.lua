-- Requests under way per target. Each worker counts its own, so that the counts of one that died can be left out.
local _M = {}

local ffi = require("ffi")
ffi.cdef("int kill(int pid, int sig);")

local EPERM = 1
local dict = ngx.shared.berth_in_flight
local counts = {}
local prefix

local function alive(pid)
  return ffi.C.kill(pid, 0) == 0 or ffi.errno() == EPERM
end

function _M.start()
  prefix = ngx.worker.pid() .. "|"
  for _, key in ipairs(dict:get_keys(0)) do
    if key:sub(1, #prefix) == prefix then dict:delete(key) end
  end
end

local function set(target, count)
  if count > 0 then
    counts[target] = count
    dict:set(prefix .. target, count)
  else
    counts[target] = nil
    dict:delete(prefix .. target)
  end
end

function _M.enter(target)
  set(target, (counts[target] or 0) + 1)
end

function _M.leave(target)
  set(target, (counts[target] or 0) - 1)
end

-- This worker's own count, to choose a target by.
function _M.here(target)
  return counts[target] or 0
end

-- Sums over all workers that live, by target.
function _M.snapshot()
  local sums = {}
  for _, key in ipairs(dict:get_keys(0)) do
    local pid, target = key:match("^(%d+)|(.+)$")
    if alive(tonumber(pid)) then
      sums[target] = (sums[target] or 0) + (dict:get(key) or 0)
    else
      dict:delete(key)
    end
  end
  return sums
end

return _M
