-- Whether a client's address is in a list of ranges.
local _M = {}

local bit = require("bit")

-- `0a000000/8,…` as tables; nil when it is something else. `-` is none.
function _M.ranges(words)
  local ranges = {}
  if words == "-" then return ranges end
  for word in words:gmatch("[^,]+") do
    local hex, bits = word:match("^(%x+)/(%d+)$")
    if not hex or (#hex ~= 8 and #hex ~= 32) or tonumber(bits) > #hex * 4 then return nil end
    local bytes = hex:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end)
    local whole, rest = math.floor(bits / 8), bits % 8
    ranges[#ranges + 1] = {
      length = #bytes, whole = whole, start = bytes:sub(1, whole),
      mask = rest > 0 and bit.band(bit.lshift(255, 8 - rest), 255) or 0,
      byte = bytes:byte(whole + 1) or 0,
    }
  end
  return ranges
end

-- `address` is $binary_remote_addr: 4 or 16 bytes.
function _M.contains(ranges, address)
  for _, range in ipairs(ranges) do
    if #address == range.length and address:sub(1, range.whole) == range.start
      and (range.mask == 0 or bit.band(address:byte(range.whole + 1), range.mask) == range.byte) then
      return true
    end
  end
  return false
end

-- Who counts as one client: an IPv4 address, or the network a provider gives a household or a server.
function _M.client(address)
  return #address == 16 and address:sub(1, 8) or address
end

return _M
