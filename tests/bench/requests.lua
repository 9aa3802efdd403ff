-- Random lines of the file named by PATHS, each asked as it stands.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
math.randomseed(tonumber(os.getenv("SEED") or "1"))
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
