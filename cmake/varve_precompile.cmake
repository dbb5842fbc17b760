# Precompiled headers, for kinds of build that say VARVE_PRECOMPILE. The kind `release` never does: there each file must include what
# it names.
#
# varve_precompile(TARGET KIND): TARGET's sources begin with the headers that most files of its kind include, which are compiled
# once for all of that kind.
set(precompiled_of_library
  <algorithm> <array> <atomic> <charconv> <chrono> <condition_variable> <cstdint> <deque> <filesystem> <functional> <map> <memory> <mutex>
  <optional> <set> <span> <sstream> <stdexcept> <string> <string_view> <thread> <tuple> <unordered_map> <utility> <variant> <vector>)
set(precompiled_of_program ${precompiled_of_library} <fstream> <iostream>)
set(precompiled_of_test ${precompiled_of_program} <future> <gmock/gmock.h> <gtest/gtest.h>)

function(varve_precompile target kind)
  if(NOT VARVE_PRECOMPILE OR NOT DEFINED precompiled_of_${kind})
    return()
  endif()
  set(owner precompiled_of_${kind})
  if(NOT TARGET ${owner})
    file(CONFIGURE OUTPUT ${owner}.cpp CONTENT "")
    add_library(${owner} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${owner}.cpp)
    target_compile_features(${owner} PRIVATE cxx_std_20)
    varve_warnings(${owner})  # g++ asks for the same: they define macros
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      target_compile_options(${owner} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")  # ccache knows content, not time
    endif()
    target_precompile_headers(${owner} PRIVATE ${precompiled_of_${kind}})
    if(kind STREQUAL "library")
      target_compile_options(${owner} PRIVATE $<$<BOOL:${VARVE_FUZZ}>:-fsanitize=fuzzer-no-link>)
    elseif(kind STREQUAL "test")
      target_link_libraries(${owner} PRIVATE GTest::gtest GTest::gmock)
      target_compile_options(${owner} PRIVATE ${VARVE_TEST_OPTIONS})
    endif()
  endif()
  if(kind STREQUAL "library")  # some are installed, and one compiled header has one kind of code
    set_target_properties(${owner} ${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${owner})
endfunction()
