# fangst_adapter(<target> [SAMPLE])
#
# The folder of an adapter declares itself with this one line: it defines `void fangst::<leaf>::declare(Registry&)`, and
# its target is fangst_<leaf>. SAMPLE: of the tests alone, in no program that is installed.
function(fangst_adapter target)
  cmake_parse_arguments(ARG "SAMPLE" "" "" ${ARGN})
  if(ARG_SAMPLE)
    set_property(GLOBAL APPEND PROPERTY FANGST_SAMPLE_ADAPTERS ${target})
  else()
    set_property(GLOBAL APPEND PROPERTY FANGST_ADAPTERS ${target})
  endif()
  target_link_libraries(${target} PUBLIC fangst_registration)
endfunction()

# fangst_compose(<library> <target>...)
#
# A library with `fangst::service::adapters()`: a registry in which each of the adapters has declared itself.
function(fangst_compose library)
  set(declarations "")
  set(calls "")
  foreach(target IN LISTS ARGN)
    string(REGEX REPLACE "^fangst_" "" leaf ${target})
    string(APPEND declarations "#include <fangst/${leaf}/registration.hpp>\n")
    string(APPEND calls "  ${leaf}::declare(registry);\n")
  endforeach()
  configure_file(${CMAKE_SOURCE_DIR}/cmake/adapters.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/${library}.cpp @ONLY)
  add_library(${library} STATIC ${CMAKE_CURRENT_BINARY_DIR}/${library}.cpp)
  target_link_libraries(${library} PUBLIC fangst_registration PRIVATE fangst_flags ${ARGN})
endfunction()
