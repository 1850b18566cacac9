# Every package we use, all from Debian 12; README.md says what each is for.
# The executable links them statically: it needs only libc and libm where it runs.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)   # Beast, Asio, Outcome, JSON: headers only
set(OPENSSL_USE_STATIC_LIBS ON)
find_package(OpenSSL 3 REQUIRED)

add_library(pail_boost INTERFACE)
target_link_libraries(pail_boost INTERFACE Boost::headers)
target_compile_definitions(pail_boost INTERFACE
  BOOST_JSON_NO_LIB BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_REGEX BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
# Boost's headers are not ours to fix under -Wconversion.
target_include_directories(pail_boost SYSTEM INTERFACE "$<BUILD_INTERFACE:${Boost_INCLUDE_DIRS}>")

# pugixml and spdlog ship shared libraries or none: take the archive, or the headers. Who links an installed room takes
# what his own machine has (pail-config.cmake finds it).
find_library(PAIL_PUGIXML_ARCHIVE NAMES libpugixml.a REQUIRED)
add_library(pail_pugixml INTERFACE)
target_link_libraries(pail_pugixml INTERFACE
  "$<BUILD_INTERFACE:${PAIL_PUGIXML_ARCHIVE}>" "$<INSTALL_INTERFACE:pugixml::pugixml>")

find_library(PAIL_SQLITE_ARCHIVE NAMES libsqlite3.a REQUIRED)
add_library(pail_sqlite INTERFACE)
target_link_libraries(pail_sqlite INTERFACE "$<BUILD_INTERFACE:${PAIL_SQLITE_ARCHIVE}>"
  "$<INSTALL_INTERFACE:SQLite::SQLite3>" Threads::Threads ${CMAKE_DL_LIBS} m)

# Headers alone: wire/xxhash.cpp takes the functions in.
find_path(PAIL_XXHASH_INCLUDE xxhash.h REQUIRED)
add_library(pail_xxhash INTERFACE)
target_include_directories(pail_xxhash SYSTEM INTERFACE "$<BUILD_INTERFACE:${PAIL_XXHASH_INCLUDE}>")

find_path(PAIL_SPDLOG_INCLUDE spdlog/spdlog.h REQUIRED)
find_path(PAIL_CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
add_library(pail_spdlog INTERFACE)
target_include_directories(pail_spdlog SYSTEM INTERFACE "${PAIL_SPDLOG_INCLUDE}")
target_compile_definitions(pail_spdlog INTERFACE SPDLOG_FMT_EXTERNAL FMT_HEADER_ONLY)
add_library(pail_cli11 INTERFACE)
target_include_directories(pail_cli11 SYSTEM INTERFACE "${PAIL_CLI11_INCLUDE}")

if(PAIL_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)  # random operations against the reference model
endif()
if(PAIL_BENCH)
  find_package(benchmark REQUIRED)
endif()
