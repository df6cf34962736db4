-- The route document: one text in shared memory, and each worker's parsed copy of it.
local _M = {}

local page_files = require("berth.page_files")
local policy = require("berth.policy")

local dict = ngx.shared.berth_routes
local files = {}
local copy = { version = -1, generation = 0, hosts = {}, pages = {} }

local function parse_targets(words)
  if words == "-" then return nil end
  local targets = {}
  for word in words:gmatch("[^,]+") do
    local host, port = word:match("^(.+):(%d+)$")
    if not host then return nil, "a target is not host:port" end
    targets[#targets + 1] = { name = word, host = host, port = tonumber(port) }
  end
  if #targets == 0 then return nil, "a route has no target" end
  return targets
end

local function add(hosts, route, words)
  for host in words:gmatch("%S+") do
    if hosts[host] then return "the hostname " .. host .. " is there twice" end
    hosts[host] = route
  end
end

local states = { LIVE = true, STOPPED = true, UPDATING = true, DOWN = true }

local function parse_route(line, hosts)
  local id, name, state, words, names = line:match("^route (%S+) (%S+) (%u+) (%S+)(.*)$")
  if not id then return "a line is not a route" end
  local targets, problem = parse_targets(words)
  if problem or not states[state] or (state == "LIVE") ~= (targets ~= nil) then
    return problem or "state and targets disagree"
  end
  local route = { id = id, name = name, state = state, targets = targets }
  return add(hosts, route, names), route
end

-- A route's line and those of its policy below it. Returns the position after them, or nil and the problem.
local function parse_block(text, position, document)
  local line, after = text:match("([^\n]*)\n()", position)
  if not line then return nil, "the table is torn" end
  local problem, route = parse_route(line, document.hosts)
  while not problem and text:sub(after, after + 1) == "+ " do
    line, after = text:match("([^\n]*)\n()", after)
    if not line then return nil, "the table is torn" end
    problem = policy.add(route, line)
  end
  if problem then return nil, problem end
  for _, name in pairs(route.policy and route.policy.pages or {}) do document.pages[name] = true end
  return after
end

-- The format is described at routeTable() in lib/core/proxy/route-table.ts. Version 1 had no policies.
local function parse(text)
  local version, generation, panel, panel_hosts, position =
    text:match("^berth%-routes ([12])\ngeneration (%d+)\npanel (%S+)([^\n]*)\n()")
  if not version then return nil, "not a route table" end
  local document = { generation = tonumber(generation), hosts = {}, pages = {} }
  local targets, problem = parse_targets(panel)
  problem = problem or add(document.hosts, { id = "panel", name = "The panel", targets = targets }, panel_hosts)
  if problem then return nil, problem end
  local count = 0
  while text:sub(position, position + 5) == "route " do
    position, problem = parse_block(text, position, document)
    if problem then return nil, problem end
    count = count + 1
  end
  if not text:find("^end " .. count .. "\n", position) then return nil, "the table is torn" end
  return document
end

local function read(file)
  local handle = io.open(file, "r")
  if not handle then return nil end
  local text = handle:read("*a")
  handle:close()
  return text
end

-- Addresses of containers hold until the machine restarts; afterwards one may be another app's.
local function boot_id()
  return (read("/proc/sys/kernel/random/boot_id") or "unknown"):match("%S+")
end

-- Not synced to the disk, which could stall this worker's requests for long: after a power cut the table is
-- not used anyway, and Postgres has the truth.
local function persist(text)
  local temporary = files.state .. ".new"
  local handle, problem = io.open(temporary, "w")
  if not handle then return problem end
  local written, write_problem = handle:write(text, "boot ", boot_id(), "\n")
  local closed, close_problem = handle:close()
  if not (written and closed) then return write_problem or close_problem end
  local renamed, rename_problem = os.rename(temporary, files.state)
  if not renamed then return rename_problem end
end

-- A document is stored beside the one before and then made current by one small write: all or nothing.
local function publish(text, generation)
  local before = dict:get("current") or 0
  local stored, problem = dict:safe_set("document:" .. before + 1, text)
  if not stored then return problem end
  dict:set("generation", generation)
  dict:set("current", before + 1)
  dict:delete("document:" .. before)
end

-- At the start of the master: the newest document of this boot of the machine, with the panel where it is now.
function _M.restore(boot_file, state_file)
  files = { boot = boot_file, state = state_file }
  if dict:get("current") then return end
  local boot = assert(read(boot_file), "there is no " .. boot_file)
  local saved = read(state_file)
  if saved and saved:match("\nboot (%S+)\n$") == boot_id() then
    local panel = boot:match("\n(panel [^\n]*)\n")
    local merged = saved:gsub("\npanel [^\n]*", function() return "\n" .. panel end, 1):gsub("boot %S+\n$", "")
    local document, problem = parse(merged)
    if document then return assert(not publish(merged, document.generation)) end
    ngx.log(ngx.ERR, "the saved routes are not used: ", problem)
  end
  local document = assert(parse(boot))
  assert(not publish(boot, document.generation))
end

local function lock()
  for _ = 1, 2500 do
    if dict:add("lock", true, 10) then return true end
    ngx.sleep(0.002)
  end
  return false
end

-- The newest document. Another worker may replace it between the two reads, hence the second try.
local function current()
  for _ = 1, 3 do
    local version = dict:get("current")
    if version == copy.version then return copy end
    local text = dict:get("document:" .. version)
    local document = text and parse(text)
    if document then
      document.version = version
      copy = document
      return copy
    end
  end
  return copy
end

-- Makes a document the one in effect. Returns a problem, or nothing.
local function take(text, document)
  local before = current().pages
  local problem = publish(text, document.generation)
  if problem then return problem end
  local unsaved = persist(text)
  if unsaved then ngx.log(ngx.ERR, "the routes could not be saved: ", unsaved) end
  page_files.forget(before, document.pages)
end

-- Takes a whole document. Returns the generation in effect, which is another one if the document is older;
-- or nil, what is wrong, and whether the sender is to blame.
function _M.accept(text)
  local document, problem = parse(text)
  if not document then return nil, problem, true end
  if not lock() then return nil, "another document is being taken" end
  local generation = dict:get("generation")
  if document.generation >= generation then
    problem, generation = take(text, document), document.generation
  end
  dict:delete("lock")
  if problem then return nil, problem end
  return generation
end

-- Names of the error pages that routes use.
function _M.pages()
  return current().pages
end

function _M.generation()
  return dict:get("generation")
end

-- The route of a hostname or nil, and the generation it is of.
function _M.find(host)
  local document = current()
  return document.hosts[host], document.generation
end

return _M
