# What find_package(varve) finds: every library that was built, and what each needs of other packages.
#
#   varve_package_library(NAME PACKAGES LINKED)   called by varve_target for each library: installs it
#   varve_package()                               called once, at the end: installs the package's own files

function(varve_package_library name packages linked)
  list(FILTER linked INCLUDE REGEX "^varve::")
  foreach(library IN LISTS linked)
    get_target_property(inherited ${library} VARVE_PACKAGES)
    list(APPEND packages ${inherited})
  endforeach()
  list(REMOVE_DUPLICATES packages)
  set_target_properties(varve_${name} PROPERTIES VARVE_PACKAGES "${packages}")
  set_property(GLOBAL APPEND PROPERTY VARVE_LIBRARIES ${name})
  if(VARVE_INSTALL)
    install(TARGETS varve_${name} EXPORT varve_targets FILE_SET HEADERS FILE_SET first)
  endif()
endfunction()

function(varve_package)
  get_property(varve_libraries GLOBAL PROPERTY VARVE_LIBRARIES)
  foreach(library IN LISTS varve_libraries)
    get_target_property(packages varve_${library} VARVE_PACKAGES)
    string(APPEND varve_packages "set(varve_packages_${library} ${packages})\n")
  endforeach()

  include(CMakePackageConfigHelpers)
  set(place ${CMAKE_INSTALL_LIBDIR}/cmake/varve)
  set(written ${PROJECT_BINARY_DIR}/package)
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/varve-config.cmake.in ${written}/varve-config.cmake
                                INSTALL_DESTINATION ${place} NO_SET_AND_CHECK_MACRO)
  write_basic_package_version_file(${written}/varve-config-version.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${written}/varve-config.cmake ${written}/varve-config-version.cmake
                ${PROJECT_SOURCE_DIR}/cmake/Findlibpqxx.cmake DESTINATION ${place})
  install(EXPORT varve_targets NAMESPACE varve:: FILE varve-targets.cmake DESTINATION ${place})
endfunction()
