# fangst_version_source(<variable>): the one source file that holds what `fangst --version` says.
#
# The revision is read at each build, and the file is written only when what it says has changed: a commit costs one small
# file. The libraries' versions are those that the program was built against.
find_package(Git QUIET)
find_package(PkgConfig REQUIRED)

# The numbers of every "#define <name> ..." of a header, for a library whose CMake files know no version.
function(fangst_header_version variable header)
  set(version "")
  foreach(name IN LISTS ARGN)
    file(STRINGS /usr/include/${header} line REGEX "^#define[ \t]+${name}[ \t]" LIMIT_COUNT 1)
    string(REGEX REPLACE "^#define[ \t]+${name}[ \t]+\"?([0-9._]+).*" "\\1" number "${line}")
    string(REPLACE "_" "." number "${number}")
    list(APPEND version "${number}")
  endforeach()
  list(JOIN version "." version)
  set(${variable} "${version}" PARENT_SCOPE)
endfunction()

function(fangst_version_source variable)
  fangst_header_version(cpprest cpprest/version.h CPPREST_VERSION_MAJOR CPPREST_VERSION_MINOR CPPREST_VERSION_REVISION)
  fangst_header_version(soci soci/version.h SOCI_LIB_VERSION)
  fangst_header_version(sqlite sqlite3.h SQLITE_VERSION)
  pkg_check_modules(rabbitmq QUIET librabbitmq)
  pkg_check_modules(prometheus QUIET prometheus-cpp-core)
  set(libraries
      "Boost ${Boost_VERSION_STRING}" "cpprestsdk ${cpprest}" "OpenSSL ${OPENSSL_VERSION}" "libxml2 ${LIBXML2_VERSION_STRING}"
      "rabbitmq-c ${rabbitmq_VERSION}" "SOCI ${soci}" "SQLite ${sqlite}" "nlohmann-json ${nlohmann_json_VERSION}"
      "simdjson ${simdjson_VERSION}" "spdlog ${spdlog_VERSION}" "toml++ ${tomlplusplus_VERSION}" "CLI11 ${CLI11_VERSION}"
      "prometheus-cpp ${prometheus_VERSION}" "tl-expected ${tl-expected_VERSION}")
  list(JOIN libraries "\\n" libraries)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/version.cpp)
  add_custom_target(fangst_revision
    COMMAND ${CMAKE_COMMAND} -DOUT=${source} -DTEMPLATE=${CMAKE_CURRENT_SOURCE_DIR}/version.cpp.in -DGIT=${GIT_EXECUTABLE}
            -DROOT=${CMAKE_SOURCE_DIR} -DVERSION=${PROJECT_VERSION} -DBUILD=${CMAKE_BUILD_TYPE}
            "-DCOMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" "-DLIBRARIES=${libraries}"
            -P ${CMAKE_SOURCE_DIR}/cmake/write_version.cmake
    BYPRODUCTS ${source} COMMENT "" VERBATIM)
  set(${variable} ${source} PARENT_SCOPE)
endfunction()
