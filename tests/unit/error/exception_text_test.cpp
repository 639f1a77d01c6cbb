#include <fangst/error/exception_text.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst {
namespace {

template <class Thrown>
std::string described(const Thrown& thrown) {
  try {
    throw thrown;
  } catch (...) {
    return describe_current_exception();
  }
}

TEST(ExceptionText, tells_the_type_and_what_it_says) {
  EXPECT_EQ(described(std::runtime_error("the disk is gone")), "std::runtime_error: the disk is gone");
}

TEST(ExceptionText, tells_the_type_of_what_says_nothing) { EXPECT_EQ(described(42), "int"); }

TEST(ExceptionText, tells_the_type_that_was_thrown_and_not_that_of_its_base) {
  try {
    throw std::out_of_range("too far");
  } catch (const std::exception&) {
    EXPECT_EQ(describe_current_exception(), "std::out_of_range: too far");
  }
}

TEST(ExceptionText, says_that_there_is_none) { EXPECT_EQ(describe_current_exception(), "no exception"); }

}  // namespace
}  // namespace fangst
