-- Start of the master and of each worker.
local _M = {}

local ffi = require("ffi")
ffi.cdef("int prctl(int option, ...); int getpid(void); int getppid(void);")

local basic_auth = require("berth.basic_auth")
local helpers = require("berth.helpers")
local in_flight = require("berth.in_flight")
local page_files = require("berth.page_files")
local pages = require("berth.pages")
local routes = require("berth.routes")

local PR_SET_PDEATHSIG = 1
local SIGQUIT = 3

-- Whether the pid file names another master that lives and runs on this folder.
local function other_master(dir)
  local handle = io.open(dir .. "/nginx.pid", "r")
  if not handle then return false end
  local pid = tonumber(handle:read("*l"))
  handle:close()
  if not pid or pid == ffi.C.getpid() then return false end
  local process = io.open("/proc/" .. pid .. "/cmdline", "r")
  if not process then return false end
  local command = process:read("*a")
  process:close()
  return command:find(dir .. "/nginx.conf", 1, true) ~= nil
end

-- nginx that was killed leaves its socket's file behind, and then cannot listen there again. The file stays when
-- another master lives, as during `nginx -t`, and when we only reload.
local function remove_stale_socket(dir)
  if ngx.shared.berth_routes:get("current") or other_master(dir) then return end
  os.remove(dir .. "/admin/admin.sock")
end

local master

function _M.init(dir, public_scheme, tls_port)
  master = ffi.C.getpid()
  remove_stale_socket(dir)
  pages.load(dir .. "/lua/berth/page.html")
  page_files.init(dir .. "/state/pages")
  basic_auth.init()
  routes.restore(dir .. "/boot.table", dir .. "/state/routes.table")
  require("berth.admin")
  require("berth.request").init(public_scheme, tls_port)
  require("berth.response")
end

-- Without its master a worker would keep the port for ever, and no new master could listen there.
function _M.init_worker()
  ffi.C.prctl(PR_SET_PDEATHSIG, ffi.cast("unsigned long", SIGQUIT))
  if ffi.C.getppid() ~= master then os.exit(1) end
  in_flight.start()
  helpers.watch(master)
end

return _M
