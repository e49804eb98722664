-- For wrk: ask each tenant's host in turn. Arguments: how many tenants, the server's port.
local hosts, count, last = {}, 0, 0

function init(arguments)
  count = tonumber(arguments[1])
  for number = 1, count do
    hosts[number] = { Host = "t" .. number .. ".localhost:" .. arguments[2] }
  end
end

function request()
  last = last % count + 1
  return wrk.format("GET", nil, hosts[last])
end
