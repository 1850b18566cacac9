# cmake -DFILE=... -DOUTPUT=... -DNAME=... -P embed.cmake; see PailEmbed.cmake.
file(READ "${FILE}" hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE "${OUTPUT}" "constexpr char ${NAME}[] = {\n${bytes}};\n")
