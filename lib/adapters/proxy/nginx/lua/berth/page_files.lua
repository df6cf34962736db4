-- Error pages of apps: files named by their content, so that routes need only name them.
local _M = {}

local folder

function _M.init(dir)
  folder = dir .. "/"
end

-- The text, or nil while it is not there.
function _M.read(name)
  local handle = io.open(folder .. name, "r")
  if not handle then return nil end
  local text = handle:read("*a")
  handle:close()
  return text
end

-- Of a set of names those without a file.
function _M.missing(names)
  local missing = {}
  for name in pairs(names) do
    local handle = io.open(folder .. name, "r")
    if handle then handle:close() else missing[#missing + 1] = name end
  end
  return missing
end

-- Written beside and renamed, so that nobody reads half of it. Returns a problem, or nothing.
function _M.store(name, text)
  local temporary = folder .. name .. ".new"
  local handle, problem = io.open(temporary, "w")
  if not handle then return problem end
  local written, write_problem = handle:write(text)
  local closed, close_problem = handle:close()
  if not (written and closed) then return write_problem or close_problem end
  local renamed, rename_problem = os.rename(temporary, folder .. name)
  if not renamed then return rename_problem end
end

-- Removes the files of names that are used no more.
function _M.forget(before, now)
  for name in pairs(before) do
    if not now[name] then os.remove(folder .. name) end
  end
end

return _M
