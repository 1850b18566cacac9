# pail_test_room(NAME TARGET...): the executable test_NAME of tests/NAME/**/*.cpp. Fixtures are found by PAIL_FIXTURES;
# helpers shared by tests lie in tests/support/.
file(GLOB support_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/support/*.cpp")
add_library(pail_test_support STATIC ${support_sources})
target_link_libraries(pail_test_support PUBLIC pail_flags pail_wire GTest::gtest GTest::gmock GTest::gtest_main)
target_compile_definitions(pail_test_support PRIVATE PAIL_FIXTURES="${PROJECT_SOURCE_DIR}/fixtures")

function(pail_test_room name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE ${ARGN} pail_test_support)
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()

# pail_fuzz_room(ROOM TARGET...): one program per tests/fuzz/ROOM/*_fuzz.cpp, each defining LLVMFuzzerTestOneInput.
# Under the fuzz preset it is libFuzzer's and its ctest entry fuzzes for PAIL_FUZZ_SECONDS; everywhere else it replays
# the corpus fixtures/fuzz/NAME/, so that an input which once broke a parser is tried in every test run.
set(PAIL_FUZZ_SECONDS 20 CACHE STRING "How long each fuzz target runs under the fuzz preset")
function(pail_fuzz_room room)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${room}/*_fuzz.cpp")
  foreach(source IN LISTS sources)
    get_filename_component(name "${source}" NAME_WE)
    string(REGEX REPLACE "_fuzz$" "" name "${name}")
    set(corpus "${PROJECT_SOURCE_DIR}/fixtures/fuzz/${name}")
    if(PAIL_FUZZ)
      add_executable(fuzz_${name} "${source}")
      target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
      file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/corpus/${name}")
      add_test(NAME fuzz.${name} COMMAND fuzz_${name} -max_total_time=${PAIL_FUZZ_SECONDS} -timeout=5 -rss_limit_mb=2048
        -print_final_stats=1 "${PROJECT_BINARY_DIR}/corpus/${name}" "${corpus}")
    else()
      add_executable(fuzz_${name} "${source}" "${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp")
      add_test(NAME fuzz.${name} COMMAND fuzz_${name} "${corpus}")
    endif()
    target_link_libraries(fuzz_${name} PRIVATE ${ARGN} pail_flags)
    set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT 120)
  endforeach()
endfunction()
