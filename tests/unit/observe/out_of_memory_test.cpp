#include <fangst/observe/log.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <string>

namespace {

thread_local bool is_out_of_memory = false;

}  // namespace

// NOLINTBEGIN(misc-new-delete-overloads): of the whole program, so that a test can run out of memory. Inlined, GCC
// would take free() for the wrong way to end what operator new made.
[[gnu::noinline]] void* operator new(std::size_t size) {
  void* given = is_out_of_memory ? nullptr : std::malloc(size);
  if (given == nullptr) throw std::bad_alloc();
  return given;
}
[[gnu::noinline]] void operator delete(void* given) noexcept { std::free(given); }
[[gnu::noinline]] void operator delete(void* given, std::size_t) noexcept { std::free(given); }
// NOLINTEND(misc-new-delete-overloads)

namespace fangst::observe {
namespace {

TEST(LogWithoutMemory, goes_on_without_memory_and_after_it) {
  const auto file = std::filesystem::temp_directory_path() / ("fangst-log-memory-" + std::to_string(::getpid()));
  open_log({file.string(), Level::info});
  is_out_of_memory = true;
  log(Level::info, "lost");
  is_out_of_memory = false;
  log(Level::info, "kept");
  open_log({});
  std::ifstream in(file);
  std::string first;
  std::string second;
  std::getline(in, first);
  EXPECT_NE(first.find("\"kept\""), std::string::npos) << first;
  EXPECT_FALSE(std::getline(in, second)) << second;
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace fangst::observe
