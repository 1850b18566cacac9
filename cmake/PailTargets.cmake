# What a developer runs by name:  cmake --build build/dev --target format|format-check|tidy
file(GLOB_RECURSE PAIL_SOURCES CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}"
  wire/*.[ch]pp signer/*.[ch]pp net/*.[ch]pp emulator/*.[ch]pp client/*.[ch]pp testing/*.[ch]pp cli/*.[ch]pp tests/*.[ch]pp bench/*.[ch]pp)
add_custom_target(format
  COMMAND clang-format -i ${PAIL_SOURCES} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" VERBATIM)
add_custom_target(format-check
  COMMAND clang-format --dry-run -Werror ${PAIL_SOURCES} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" VERBATIM)
add_custom_target(tidy
  COMMAND "${PROJECT_SOURCE_DIR}/scripts/tidy.sh" "${PROJECT_BINARY_DIR}"
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" USES_TERMINAL VERBATIM)
