# fangst_module(<name> [SOURCES ...] [DEPENDS fangst_x ...] [PRIVATE lib ...])
#
# One library of one idea: public headers below include/, everything else below src/. DEPENDS may appear in the public
# headers; PRIVATE (third-party libraries) may not. Every public header is compiled alone by the target
# all_verify_interface_header_sets.
function(fangst_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/include/*.hpp)
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${CMAKE_CURRENT_SOURCE_DIR}/include FILES ${headers})
    target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
    target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} PRIVATE fangst_flags ${ARG_PRIVATE})
    fangst_use_precompiled(${name} fangst_precompiled ${ARG_DEPENDS} ${ARG_PRIVATE})
  else()
    add_library(${name} INTERFACE)
    target_sources(${name} INTERFACE FILE_SET HEADERS BASE_DIRS ${CMAKE_CURRENT_SOURCE_DIR}/include FILES ${headers})
    target_include_directories(${name} INTERFACE ${CMAKE_CURRENT_SOURCE_DIR}/include)
    target_link_libraries(${name} INTERFACE ${ARG_DEPENDS})
  endif()
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()

# fangst_test(<name> LABEL unit|integration|... [THREADS] SOURCES ... [DEPENDS ...] [PREFIX of the tests' names])
#
# The target tests_<label> builds all of a label. Unit tests that start threads have the label threads in place of unit, for
# gtest_discover_tests takes one label only; tests_unit builds them too. ThreadSanitizer can find something in these alone.
function(fangst_test name)
  cmake_parse_arguments(ARG "THREADS" "LABEL;TIMEOUT;PREFIX" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} fangst_test_flags GTest::gtest_main GTest::gmock)
  fangst_use_precompiled(${name} fangst_precompiled_test ${ARG_DEPENDS})
  set(label ${ARG_LABEL})
  if(ARG_THREADS)
    set(label threads)
  endif()
  foreach(each IN ITEMS ${ARG_LABEL} ${label})
    if(NOT TARGET tests_${each})
      add_custom_target(tests_${each})
    endif()
    add_dependencies(tests_${each} ${name})
  endforeach()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST NO_PRETTY_VALUES TEST_PREFIX "${ARG_PREFIX}"
                       PROPERTIES LABELS ${label} TIMEOUT ${ARG_TIMEOUT} SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
endfunction()
