# The whole build language of this repository: one function, five kinds of target.
#
#   varve_target(library NAME  HEADERS … SOURCES … PACKAGES … PUBLIC … PRIVATE …)   target varve_NAME, alias varve::NAME, installed
#   varve_target(program NAME  SOURCES … PRIVATE …)                      executable NAME; installed with INSTALL
#   varve_target(test    NAME  SOURCES … PRIVATE … LABELS …)             GoogleTest executable, one ctest entry; each label is
#                                                                        also a build target tests_LABEL. ./check runs
#                                                                        `sanitized` under ASan and UBSan, `concurrent` under TSan
#   varve_target(fuzz    NAME  SOURCES … PRIVATE …)                      fuzz target with its corpus in corpus/NAME, one ctest entry
#                                                                        labelled fuzz: by libFuzzer where VARVE_FUZZ is on (clang),
#                                                                        else by tests/fuzz/replay.cpp, which is sanitized too
#   varve_target(script  NAME  SOURCES DRIVER.py PRIVATE … ARGUMENTS … LABELS …)   one ctest entry: a Python driver, given the
#                                                                        arguments, that tests the programs named by PRIVATE
#
# Of the tests of one run, those begin first whose COST is highest: about the seconds that a long one takes. TIMEOUT is for those whose form
# under VARVE_LONG=1 takes more than 600 seconds, sanitized and beside others.
# What takes four places at once (PROCESSORS 4) has the COST 100: later, four would hardly ever be free together.
# PACKAGES are what find_package must find for it, here and where the installed library is used (varve_package.cmake).
# HEADERS are relative to include/varve and public: each must compile alone. That is shown by the source of the library that includes
# it first (in kinds that precompile nothing), else by the build target all_verify_interface_header_sets. VARVE_TEST_OPTIONS are
# compiler options for the sources of tests alone. PUBLIC and PRIVATE name what is linked. A library without SOURCES is header-only; one
# without HEADERS holds the parts of a program, for it and its tests, and is not installed.
function(varve_target kind name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "INSTALL" "COST;TIMEOUT" "HEADERS;SOURCES;PACKAGES;PUBLIC;PRIVATE;ARGUMENTS;LABELS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "varve_target(${kind} ${name}): unknown words ${arg_UNPARSED_ARGUMENTS}")
  endif()

  set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
  foreach(package IN LISTS arg_PACKAGES)
    find_package(${package} REQUIRED)
  endforeach()

  set(target ${name})
  set(visible PUBLIC)
  if(kind STREQUAL "library")
    set(target varve_${name})
    if(NOT arg_SOURCES)
      set(visible INTERFACE)
      add_library(${target} INTERFACE)
    else()
      add_library(${target} ${arg_SOURCES})
    endif()
    add_library(varve::${name} ALIAS ${target})
    if(arg_HEADERS)
      list(TRANSFORM arg_HEADERS PREPEND include/varve/)
      varve_included_first(first "${arg_SOURCES}")
      set(others ${arg_HEADERS})
      list(REMOVE_ITEM others ${first})
      list(REMOVE_ITEM arg_HEADERS ${others})
      target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${others}
                                      FILE_SET first TYPE HEADERS BASE_DIRS include FILES ${arg_HEADERS})
      set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} VERIFY_INTERFACE_HEADER_SETS ON INTERFACE_HEADER_SETS_TO_VERIFY HEADERS
                            POSITION_INDEPENDENT_CODE ON)
      if(NOT PROJECT_IS_TOP_LEVEL AND NOT VARVE_INSTALL)
        set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
      endif()
      varve_package_library(${name} "${arg_PACKAGES}" "${arg_PUBLIC};${arg_PRIVATE}")
    endif()
  elseif(kind STREQUAL "script")
    set(visible NONE)
    add_custom_target(${target} SOURCES ${arg_SOURCES})
    add_dependencies(${target} ${arg_PRIVATE})
  else()
    add_executable(${target} ${arg_SOURCES})
    if(arg_INSTALL AND VARVE_INSTALL)
      install(TARGETS ${target})
    endif()
  endif()

  if(NOT visible STREQUAL "NONE")
    target_compile_features(${target} ${visible} cxx_std_20)
    target_link_libraries(${target} ${visible} ${arg_PUBLIC})
  endif()
  if(visible STREQUAL "PUBLIC")
    target_link_libraries(${target} PRIVATE ${arg_PRIVATE})
    if(PROJECT_IS_TOP_LEVEL)
      varve_warnings(${target})
      varve_precompile(${target} ${kind})
    endif()
  endif()

  if(VARVE_FUZZ AND kind STREQUAL "library" AND arg_SOURCES)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()

  if(kind STREQUAL "test")
    target_link_libraries(${target} PRIVATE GTest::gtest_main GTest::gmock)
    target_compile_options(${target} PRIVATE ${VARVE_TEST_OPTIONS})
    add_test(NAME ${name} COMMAND ${target})
  elseif(kind STREQUAL "script")
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
    list(GET arg_SOURCES 0 driver)
    add_test(NAME ${name} COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/${driver} ${arg_ARGUMENTS})
  elseif(kind STREQUAL "fuzz")
    set(support ${PROJECT_SOURCE_DIR}/tests/fuzz)
    set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
    target_include_directories(${target} PRIVATE ${support})
    target_sources(${target} PRIVATE ${support}/allocation_limit.cpp)
    set(arg_LABELS fuzz)
    if(VARVE_FUZZ)
      target_compile_options(${target} PRIVATE -fsanitize=fuzzer)
      target_link_options(${target} PRIVATE -fsanitize=fuzzer)
      add_test(NAME ${name} COMMAND ${target} -seed=1 -runs=50000 -max_len=4096 -timeout=10 -create_missing_dirs=1
                                    -artifact_prefix=${CMAKE_CURRENT_BINARY_DIR}/ ${CMAKE_CURRENT_BINARY_DIR}/found.${name} ${corpus})
    else()
      target_sources(${target} PRIVATE ${support}/replay.cpp)
      target_link_libraries(${target} PRIVATE varve::testing)
      add_test(NAME ${name} COMMAND ${target} ${corpus})
      list(APPEND arg_LABELS sanitized)
    endif()
  endif()

  if(kind MATCHES "test|script|fuzz")
    if(NOT arg_TIMEOUT)
      set(arg_TIMEOUT 600)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77
      ENVIRONMENT LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/sanitizers/leaks.txt:print_suppressions=0)
    if(arg_COST)
      set_tests_properties(${name} PROPERTIES COST ${arg_COST})
    endif()
    foreach(label IN LISTS arg_LABELS)
      if(NOT TARGET tests_${label})
        add_custom_target(tests_${label})
      endif()
      add_dependencies(tests_${label} ${target})
    endforeach()
  endif()
endfunction()

# varve_included_first(OUT SOURCES): OUT lists the public headers, as include/varve/…, that one of SOURCES includes before all else.
function(varve_included_first out sources)
  set(headers "")
  foreach(source IN LISTS sources)
    file(STRINGS ${source} line REGEX "^#include" LIMIT_COUNT 1)
    if(line MATCHES "<(varve/.+)>")
      list(APPEND headers include/${CMAKE_MATCH_1})
    endif()
  endforeach()
  set(${out} ${headers} PARENT_SCOPE)
endfunction()

function(varve_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion $<$<BOOL:${VARVE_WERROR}>:-Werror>)
endfunction()
