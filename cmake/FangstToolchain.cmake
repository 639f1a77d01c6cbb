# Language level, warnings, sanitizers and the compiler cache: the same for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Without this sloppiness ccache keeps nothing that reads a precompiled header (its manual, "Precompiled headers").
  set(sloppiness pch_defines,time_macros,include_file_ctime,include_file_mtime,locale)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=${sloppiness} ${CCACHE_PROGRAM})
endif()

find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM)
  add_link_options(-fuse-ld=lld)
endif()

add_library(fangst_flags INTERFACE)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")  # Clang only builds for AddressSanitizer and the fuzzer: it may warn of what GCC does not.
  target_compile_options(fangst_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                                                -Woverloaded-virtual -Wnull-dereference -Werror -fpch-preprocess)
  # GCC 12 reports false null dereferences and maybe-uninitialized values in its own library once it inlines.
  target_compile_options(fangst_flags INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict)
endif()

if(FANGST_SANITIZE STREQUAL "address-undefined")
  # By Clang: it builds them in less time than GCC, and has the fuzzer, whose programs read the coverage that
  # fuzzer-no-link counts. cpprest's headers raise a false vptr report.
  set(flags -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
elseif(FANGST_SANITIZE STREQUAL "thread")
  # By GCC: Clang's takes what cpprest, which is built without it, synchronises by itself for races. GCC warns that TSan does not
  # model the fences in Asio; no false report was seen. And GCC 12, with it, takes sums of texts for accesses out of bounds:
  # the release build is the one whose warnings are errors.
  set(flags -fsanitize=thread -Wno-tsan -Wno-array-bounds -Wno-stringop-overflow -Wno-error -fno-omit-frame-pointer)
endif()
if(flags)
  target_compile_options(fangst_flags INTERFACE ${flags})
  target_link_options(fangst_flags INTERFACE ${flags})
endif()

# The sources of the tests are compiled without optimization: that takes half the time, and each test runs once.
add_library(fangst_test_flags INTERFACE)
target_link_libraries(fangst_test_flags INTERFACE fangst_flags)
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_options(fangst_test_flags INTERFACE -O0)
endif()
