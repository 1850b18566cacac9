# How everything is compiled: one place for language level, warnings and instrumentation.
option(PAIL_TESTS "Build the tests" ON)
option(PAIL_BENCH "Build the benchmarks" OFF)
option(PAIL_FUZZ "Build the fuzz targets with libFuzzer (clang only)" OFF)
option(PAIL_LONG_TESTS "Tests against other servers, too: radosgw (scripts/radosgw.sh --install)" OFF)
set(PAIL_SANITIZE "" CACHE STRING "Sanitizers for everything: address,undefined or thread")
option(PAIL_COVERAGE "Instrument for gcov" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Paths below the checkout are hashed as relative ones, and the build folder not at all: a second clone, or a second
# build folder, finds what the first one compiled.
find_program(PAIL_CCACHE ccache)
if(PAIL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${PAIL_CCACHE}")
endif()

# On `pail_flags`, which every room links: nothing of ours compiles without these.
# Whoever links an installed room gets its headers and the language level, and none of our warnings.
add_library(pail_flags INTERFACE)
target_compile_features(pail_flags INTERFACE cxx_std_20)
target_include_directories(pail_flags INTERFACE
  "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>" "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>")
target_compile_options(pail_flags INTERFACE
  "$<BUILD_INTERFACE:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion;-Werror>")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 reports these inside its own headers and Boost's, at -O2, without a fault behind them.
  target_compile_options(pail_flags INTERFACE
    "$<BUILD_INTERFACE:-Wno-maybe-uninitialized;-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread>"
    "$<BUILD_INTERFACE:-Wno-array-bounds;-Wno-dangling-pointer;-Wno-mismatched-new-delete>")
endif()
target_compile_definitions(pail_flags INTERFACE "$<BUILD_INTERFACE:PAIL_VERSION=\"${PROJECT_VERSION}\">")

# The executable is small because most of it is not fast: what no request for an object walks through is compiled for
# size (pail_room's COLD), and what nobody calls is left out.
set(pail_for_size "$<$<CONFIG:Release>:-Os>")
add_compile_options($<$<CONFIG:Release>:-ffunction-sections> $<$<CONFIG:Release>:-fdata-sections>)

if(PAIL_SANITIZE)
  add_compile_options(-fsanitize=${PAIL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PAIL_SANITIZE})
endif()
if(PAIL_COVERAGE)
  add_compile_options(--coverage -O0)
  add_link_options(--coverage)
endif()
if(PAIL_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "PAIL_FUZZ needs clang: libFuzzer is clang's. Use `cmake --preset fuzz`.")
  endif()
  # Not `function`: clang 14 cannot emit that check for coroutines ("difference across sections").
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=function -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()
