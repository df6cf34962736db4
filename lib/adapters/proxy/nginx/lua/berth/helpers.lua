-- nginx's process that looks after the kept files has no Lua and would outlive a killed master for ever. The workers,
-- who end with their master, take it along.
local _M = {}

local ffi = require("ffi")
ffi.cdef("int kill(int pid, int sig); int getppid(void);")

local SIGTERM = 15
local LOOK_SECONDS = 30
local master
local helpers = {}

local function read(file)
  local handle = io.open(file, "r")
  if not handle then return "" end
  local text = handle:read("*a")
  handle:close()
  return text
end

local function is_helper(pid)
  return read("/proc/" .. pid .. "/cmdline"):find("^nginx: cache ") ~= nil
end

-- When the worker ends, its timers are called early.
local function look(is_early)
  if is_early then return end
  helpers = {}
  for pid in read("/proc/" .. master .. "/task/" .. master .. "/children"):gmatch("%d+") do
    if is_helper(pid) then helpers[#helpers + 1] = pid end
  end
end

-- In each worker.
function _M.watch(master_pid)
  master = master_pid
  for _, seconds in ipairs({ 0.1, 1 }) do ngx.timer.at(seconds, look) end
  ngx.timer.every(LOOK_SECONDS, look)
end

-- When a worker ends. A master that lives ends its own.
function _M.worker_ends()
  if ffi.C.getppid() == master then return end
  for _, pid in ipairs(helpers) do
    if is_helper(pid) then ffi.C.kill(tonumber(pid), SIGTERM) end
  end
end

return _M
