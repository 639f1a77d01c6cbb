# Every third-party library, found once. docs/decisions/dependencies.md says why each is here.
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.74 EXACT REQUIRED)
find_package(LibXml2 REQUIRED)
find_package(rabbitmq-c REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(tl-expected REQUIRED)

find_library(SOCI_CORE soci_core REQUIRED)
find_library(SOCI_SQLITE3 soci_sqlite3 REQUIRED)
find_library(SOCI_POSTGRESQL soci_postgresql REQUIRED)
find_library(SQLITE3 sqlite3 REQUIRED)
find_path(PQ_INCLUDE libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
add_library(fangst_soci INTERFACE)
target_link_libraries(fangst_soci INTERFACE ${SOCI_CORE} ${SOCI_SQLITE3} ${SOCI_POSTGRESQL} ${SQLITE3} ${CMAKE_DL_LIBS})
target_include_directories(fangst_soci SYSTEM INTERFACE /usr/include/soci ${PQ_INCLUDE})

# cpprestsdk's own CMake file asks for Boost libraries that its headers do not need.
find_library(CPPREST cpprest REQUIRED)
add_library(fangst_cpprest INTERFACE)
target_link_libraries(fangst_cpprest INTERFACE ${CPPREST} fangst_asio OpenSSL::Crypto)

# Asio 1.74 uses std::exchange without including <utility>.
add_library(fangst_asio INTERFACE)
target_link_libraries(fangst_asio INTERFACE Boost::headers Threads::Threads OpenSSL::SSL)
target_compile_options(fangst_asio INTERFACE "SHELL:-include utility")

if(FANGST_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()
