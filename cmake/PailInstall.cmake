# `cmake --install build/release --prefix X`: bin/pail with its manual pages and completion, the libraries, their headers
# below include/pail, and a package configuration, so that somebody else's CMake finds it all by find_package(pail) and
# links pail::testing.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/pail")
get_property(rooms GLOBAL PROPERTY PAIL_ROOMS)
foreach(room IN LISTS rooms)
  set_target_properties(pail_${room} PROPERTIES EXPORT_NAME ${room})
  if(NOT TARGET pail::${room})
    add_library(pail::${room} ALIAS pail_${room})  # the same name in a tree that takes Pail in by add_subdirectory()
  endif()
endforeach()
list(TRANSFORM rooms PREPEND pail_ OUTPUT_VARIABLE room_targets)

install(TARGETS pail RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
# Manual pages and completion of bash, zsh and fish, which the executable makes of its own definitions.
set(manual "${PROJECT_BINARY_DIR}/manual")
add_custom_command(OUTPUT "${manual}/man/man1/pail.1" COMMAND pail manual "${manual}" DEPENDS pail VERBATIM)
add_custom_target(manual ALL DEPENDS "${manual}/man/man1/pail.1")
install(DIRECTORY "${manual}/" DESTINATION "${CMAKE_INSTALL_DATADIR}")
install(TARGETS ${room_targets} pail_flags pail_boost pail_pugixml pail_sqlite pail_xxhash EXPORT pail-targets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  # The first for <pail/testing/emulator.hpp>, the second for what the headers say among themselves.
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" "${CMAKE_INSTALL_INCLUDEDIR}/pail")
install(DIRECTORY wire signer net emulator testing client DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/pail"
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.def")
install(EXPORT pail-targets NAMESPACE pail:: DESTINATION "${package_dir}")

configure_package_config_file(cmake/pail-config.cmake.in "${PROJECT_BINARY_DIR}/pail-config.cmake"
  INSTALL_DESTINATION "${package_dir}" NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/pail-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/pail-config.cmake" "${PROJECT_BINARY_DIR}/pail-config-version.cmake"
  DESTINATION "${package_dir}")
