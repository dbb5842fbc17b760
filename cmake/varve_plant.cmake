# Bugs that are planted to be caught (docs/adr/0011): edits of sources, in programs that only tests run.

# varve_planted_source(OUT BUG SOURCE): OUT names SOURCE (MODULE/src/…, from the root) with the edits of plants/BUG.plant, which stands
# here. The sound SOURCE is an object of its own in every kind of build, so that it can be left out where the planted one is linked.
function(varve_planted_source out bug source)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  set(planted ${CMAKE_CURRENT_BINARY_DIR}/${bug}.cpp)
  set(sound ${PROJECT_SOURCE_DIR}/${source})
  set(edits ${CMAKE_CURRENT_SOURCE_DIR}/plants/${bug}.plant)
  set(script ${PROJECT_SOURCE_DIR}/tests/crash/plants/plant.py)
  add_custom_command(OUTPUT ${planted} COMMAND Python3::Interpreter ${script} ${sound} ${edits} ${planted}
                     DEPENDS ${sound} ${edits} ${script} VERBATIM)
  string(REGEX REPLACE "/src/.*" "" module ${source})
  set_source_files_properties(${sound} DIRECTORY ${PROJECT_SOURCE_DIR}/${module} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set(${out} ${planted} PARENT_SCOPE)
endfunction()

# varve_planted_test(TEST BUG SOURCE CASE): the ctest entry TEST_catches_BUG, which passes when CASE (`suite.test`) of the GoogleTest
# program TEST fails with that bug. The planted object stands before the library, whose own copy is then not linked.
function(varve_planted_test test bug source case)
  varve_planted_source(planted ${bug} ${source})
  set(program ${test}_${bug})
  get_target_property(libraries ${test} LINK_LIBRARIES)
  varve_target(program ${program} SOURCES ${planted} $<TARGET_OBJECTS:${test}> PRIVATE ${libraries})
  cmake_path(GET source PARENT_PATH folder)
  target_include_directories(${program} PRIVATE ${PROJECT_SOURCE_DIR}/${folder})
  add_test(NAME ${test}_catches_${bug} COMMAND ${program} --gtest_filter=${case})
  string(REPLACE . "\\." words ${case})
  set_tests_properties(${test}_catches_${bug} PROPERTIES LABELS planted TIMEOUT 300 PASS_REGULAR_EXPRESSION "\\[  FAILED  \\] ${words}"
                       SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
endfunction()
