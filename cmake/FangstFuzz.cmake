# fangst_fuzz(<name> SOURCES ... [DEPENDS ...] [INTERNALS folder ...] [DICTIONARY json|xml|http])
#
# One parser under arbitrary input: the first source has LLVMFuzzerTestOneInput, tests/fuzz/corpus/<name> its seeds, and
# each input that once failed. By the compiler of the product it is a test that runs over the corpus and fixed damage of it;
# in the preset fuzz (Clang) it is a libFuzzer program, which tests/rows/fuzz runs. INTERNALS are src/ folders of modules.
function(fangst_fuzz name)
  cmake_parse_arguments(ARG "" "DICTIONARY" "SOURCES;DEPENDS;INTERNALS" ${ARGN})
  set(sources ${ARG_SOURCES} ${CMAKE_SOURCE_DIR}/tests/fuzz/require.cpp)
  if(FANGST_SANITIZE STREQUAL "fuzzer")
    add_executable(fuzz_${name} EXCLUDE_FROM_ALL ${sources})
    target_link_libraries(fuzz_${name} PRIVATE ${ARG_DEPENDS} fangst_text fangst_error fangst_flags)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    set_property(TARGET fuzz_${name} PROPERTY RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
    if(NOT TARGET fuzz_programs)
      add_custom_target(fuzz_programs)
    endif()
    add_dependencies(fuzz_programs fuzz_${name})
    if(ARG_DICTIONARY)
      configure_file(${CMAKE_SOURCE_DIR}/tests/fuzz/dictionaries/${ARG_DICTIONARY}.dict
                     ${CMAKE_BINARY_DIR}/fuzz/fuzz_${name}.dict COPYONLY)
    endif()
  else()
    fangst_test(fuzz_${name} LABEL fuzz PREFIX fuzz.${name}. SOURCES ${sources} ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.cpp TIMEOUT 120
                DEPENDS ${ARG_DEPENDS} fangst_text fangst_error)
    target_compile_definitions(fuzz_${name} PRIVATE FANGST_CORPUS="${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name}")
  endif()
  target_include_directories(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz ${ARG_INTERNALS})
endfunction()
