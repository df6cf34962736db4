-- What the worker asks of the proxy, over the unix socket.
local _M = {}

local answers = require("berth.answers")
local in_flight = require("berth.in_flight")
local page_files = require("berth.page_files")
local routes = require("berth.routes")

local function say(status, text)
  ngx.status = status
  ngx.header["Content-Type"] = "application/json"
  ngx.print(text, "\n")
end

-- Problems are our own sentences; a hostname in one is of the document's alphabet.
local function refuse(status, problem)
  return say(status, '{"error":"' .. problem:gsub('[%c"\\]', " ") .. '"}')
end

function _M.routes()
  if ngx.req.get_method() ~= "PUT" then return refuse(405, "use PUT") end
  ngx.req.read_body()
  local generation, problem, refused = routes.accept(ngx.req.get_body_data() or "")
  if not generation then return refuse(refused and 422 or 503, problem) end
  local missing = {}
  for _, name in ipairs(page_files.missing(routes.pages())) do missing[#missing + 1] = '"' .. name .. '"' end
  return say(200, '{"generation":' .. generation .. ',"missing":[' .. table.concat(missing, ",") .. "]}")
end

-- The text of an error page, under the name that routes call it by.
function _M.page()
  local name = ngx.var.uri:match("^/pages/(%x+)$")
  if ngx.req.get_method() ~= "PUT" then return refuse(405, "use PUT") end
  if not name or #name ~= 64 then return refuse(422, "not the name of a page") end
  ngx.req.read_body()
  local problem = page_files.store(name, ngx.req.get_body_data() or "")
  if problem then return refuse(503, problem) end
  return say(200, "{}")
end

function _M.status()
  local counts = {}
  for target, count in pairs(in_flight.snapshot()) do
    counts[#counts + 1] = '"' .. target .. '":' .. count
  end
  local answered = {}
  for target, sums in pairs(answers.snapshot()) do
    answered[#answered + 1] = '"' .. target .. '":{"all":' .. sums.all .. ',"failed":' .. sums.failed .. "}"
  end
  return say(200, '{"generation":' .. routes.generation() .. ',"workers":' .. ngx.worker.count()
    .. ',"inFlight":{' .. table.concat(counts, ",") .. '},"answers":{' .. table.concat(answered, ",") .. "}}")
end

return _M
