# fangst_fuzz(<name> SOURCES ... [DEPENDS ...] [INTERNALS folder ...] [DICTIONARY json|xml|http])
#
# One parser under arbitrary input: the first source has LLVMFuzzerTestOneInput, tests/fuzz/corpus/<name> its seeds, and
# each input that once failed. In every build a test that runs over the corpus and fixed damage of it; in the preset asan-ubsan
# (Clang) a libFuzzer program as well, which tests/rows/fuzz runs. INTERNALS are src/ folders of modules.
function(fangst_fuzz name)
  cmake_parse_arguments(ARG "" "DICTIONARY" "SOURCES;DEPENDS;INTERNALS" ${ARGN})
  set(sources ${ARG_SOURCES} ${CMAKE_SOURCE_DIR}/tests/fuzz/require.cpp)
  set(depends ${ARG_DEPENDS} fangst_text fangst_error)
  set(includes ${CMAKE_SOURCE_DIR}/tests/fuzz ${ARG_INTERNALS})

  fangst_test(fuzz_${name} LABEL fuzz PREFIX fuzz.${name}. SOURCES ${sources} ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.cpp TIMEOUT 120
              DEPENDS ${depends})
  target_compile_definitions(fuzz_${name} PRIVATE FANGST_CORPUS="${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name}")
  target_include_directories(fuzz_${name} PRIVATE ${includes})

  if(NOT FANGST_SANITIZE STREQUAL "address-undefined")
    return()
  endif()
  set(fuzzer fuzzer_${name})
  add_executable(${fuzzer} EXCLUDE_FROM_ALL ${sources})
  target_link_libraries(${fuzzer} PRIVATE ${depends} fangst_flags)
  target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
  target_include_directories(${fuzzer} PRIVATE ${includes})
  set_target_properties(${fuzzer} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz OUTPUT_NAME ${name})
  if(NOT TARGET fuzzers)
    add_custom_target(fuzzers)
  endif()
  add_dependencies(fuzzers ${fuzzer})
  if(ARG_DICTIONARY)
    configure_file(${CMAKE_SOURCE_DIR}/tests/fuzz/dictionaries/${ARG_DICTIONARY}.dict ${CMAKE_BINARY_DIR}/fuzz/${name}.dict COPYONLY)
  endif()
endfunction()
