# fangst_step(<name> [SAMPLE] SOURCES ...)
#
# The folder of a step declares itself with this: it defines `void fangst::pipeline::<name>::declare(StepCatalogue&)`.
# SAMPLE: of the tests alone.
function(fangst_step name)
  cmake_parse_arguments(ARG "SAMPLE" "" "SOURCES" ${ARGN})
  add_library(fangst_step_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(fangst_step_${name} PUBLIC fangst_pipeline PRIVATE fangst_flags nlohmann_json::nlohmann_json)
  fangst_use_precompiled(fangst_step_${name} fangst_precompiled_json)
  if(ARG_SAMPLE)
    set_property(GLOBAL APPEND PROPERTY FANGST_SAMPLE_STEPS ${name})
  else()
    set_property(GLOBAL APPEND PROPERTY FANGST_STEPS ${name})
  endif()
endfunction()

# fangst_compose_steps(<library> <name>...): a library with fangst::pipeline::all_steps().
function(fangst_compose_steps library)
  set(declarations "")
  set(calls "")
  foreach(name IN LISTS ARGN)
    string(APPEND declarations "namespace ${name} {\nvoid declare(StepCatalogue& catalogue);\n}\n")
    string(APPEND calls "  ${name}::declare(catalogue);\n")
  endforeach()
  configure_file(${CMAKE_SOURCE_DIR}/cmake/steps.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/${library}.cpp @ONLY)
  add_library(${library} STATIC ${CMAKE_CURRENT_BINARY_DIR}/${library}.cpp)
  list(TRANSFORM ARGN PREPEND fangst_step_ OUTPUT_VARIABLE libraries)
  target_link_libraries(${library} PUBLIC fangst_pipeline ${libraries} PRIVATE fangst_flags)
endfunction()
