#include "log_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

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
  const LogFile file;
  is_out_of_memory = true;
  log(Level::info, "lost");
  is_out_of_memory = false;
  log(Level::info, "kept");
  const auto lines = file.lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].at("event"), "kept");
}

}  // namespace
}  // namespace fangst::observe
