# Precompiled headers: of the standard library and of other libraries, never our own. docs/decisions/build-time.md says what
# they save. A preset with CMAKE_DISABLE_PRECOMPILE_HEADERS (release) shows that each file includes what it uses.
#
# fangst_precompile(<set> HEADERS ... LIBRARIES ...) makes a set; one of the libraries is that of the flags. fangst_use_precompiled(
# <target> <set> [<library>...]) lets a target with the same flags read it, or <set>_json when it links nlohmann-json: a
# compiler refuses a precompiled header that was made with other flags.
function(fangst_precompile set)
  cmake_parse_arguments(ARG "" "" "HEADERS;LIBRARIES" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${set}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(${set} OBJECT EXCLUDE_FROM_ALL ${source})
  target_link_libraries(${set} PRIVATE ${ARG_LIBRARIES})
  target_precompile_headers(${set} PRIVATE ${ARG_HEADERS})
endfunction()

function(fangst_use_precompiled target set)
  # Asio's users have `-include utility`, and GCC reads a precompiled header only when it comes first.
  if(CMAKE_DISABLE_PRECOMPILE_HEADERS OR "fangst_asio" IN_LIST ARGN OR "fangst_cpprest" IN_LIST ARGN)
    return()
  endif()
  if("nlohmann_json::nlohmann_json" IN_LIST ARGN)
    string(APPEND set _json)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${set})
endfunction()

# A set costs a file that does not need it as well: GCC instantiates the templates that a header leaves open in each file.
# So json and gtest are in a set only for those who use them, and what costs much and is used by few (filesystem) in none.
set(standard <algorithm> <array> <atomic> <charconv> <chrono> <condition_variable> <cstdint> <deque> <functional> <map> <memory>
             <mutex> <optional> <set> <span> <sstream> <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>
             <tl/expected.hpp>)
if(NOT CMAKE_DISABLE_PRECOMPILE_HEADERS)
  fangst_precompile(fangst_precompiled HEADERS ${standard} LIBRARIES fangst_flags)
  fangst_precompile(fangst_precompiled_json HEADERS ${standard} <nlohmann/json.hpp> LIBRARIES fangst_flags)
  if(FANGST_TESTS)
    fangst_precompile(fangst_precompiled_test HEADERS ${standard} <gtest/gtest.h> LIBRARIES fangst_test_flags GTest::gtest)
    fangst_precompile(fangst_precompiled_test_json HEADERS ${standard} <gtest/gtest.h> <nlohmann/json.hpp>
                      LIBRARIES fangst_test_flags GTest::gtest)
  endif()
endif()
