# pail_test_room(NAME TARGET...): the executable test_NAME of tests/NAME/**/*_test.cpp. Fixtures are found by
# PAIL_FIXTURES; helpers shared by tests lie in tests/support/.
add_library(pail_test_support INTERFACE)
target_link_libraries(pail_test_support INTERFACE GTest::gtest GTest::gmock GTest::gtest_main)
target_compile_definitions(pail_test_support INTERFACE PAIL_FIXTURES="${PROJECT_SOURCE_DIR}/fixtures")

function(pail_test_room name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE ${ARGN} pail_test_support)
  gtest_discover_tests(test_${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120)
endfunction()
