-- Which requests are for files that the proxy keeps, and under which key.
local _M = {}

-- A content hash between the parts of a name: at least eight hexadecimal digits, with a letter among them and a digit
-- (a date or a word has only one of them).
local function is_hashed(path)
  for part in path:match("[^/]*$"):gmatch("[^._-]+") do
    if #part >= 8 and part:find("^%x+$") and part:find("%d") and part:find("%a") then return true end
  end
  return false
end

-- Nothing that one program reads as another path than the next does: an answer kept under a file's name must be
-- that file's.
local function is_plain(path)
  return not path:find("[^%w._~/@+=,()-]") and not path:find("//", 1, true)
    and not path:find("/%.%.?/") and not path:find("/%.%.?$")
end

-- The named location for a request, its key, and whether what it answers stays the same for good; nil when it is the
-- app's own.
function _M.of(route, request)
  if request.method ~= "GET" and request.method ~= "HEAD" or request.authorization or request.upgrade then return nil end
  local path = request.path
  for _, folder in ipairs(route.policy.static) do
    if path:sub(1, #folder.prefix) == folder.prefix and is_plain(path) then
      local forever = folder.all or is_hashed(path)
      local version = forever and "-" or route.policy.version
      return forever and "@berth_forever" or "@berth_release",
        table.concat({ route.id, version, request.host, request.address }, " ")
    end
  end
end

return _M
