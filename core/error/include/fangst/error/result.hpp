#pragma once

#include <fangst/error/error.hpp>

#include <tl/expected.hpp>

namespace fangst {

/// A value or an Error. A function returns an Error for what a dependency or a user can cause, and throws for faults at
/// start-up and for broken invariants. Only the interface that tl::expected shares with std::expected is used, so that
/// a later compiler's std::expected can replace it.
template <class T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

}  // namespace fangst

#define FANGST_CONCAT_INNER(a, b) a##b
#define FANGST_CONCAT(a, b) FANGST_CONCAT_INNER(a, b)
/// FANGST_TRY(auto x, expression): x is the value, or the function returns the error.
#define FANGST_TRY(declaration, ...) FANGST_TRY_INNER(FANGST_CONCAT(fangst_try_, __LINE__), declaration, __VA_ARGS__)
#define FANGST_TRY_INNER(temporary, declaration, ...)                     \
  auto temporary = (__VA_ARGS__);                                         \
  if (!temporary) return ::fangst::Failure(std::move(temporary).error()); \
  declaration = std::move(*temporary)
/// FANGST_CHECK(expression): the function returns the error, if there is one.
#define FANGST_CHECK(...)                                                                                            \
  do {                                                                                                               \
    if (auto fangst_check = (__VA_ARGS__); !fangst_check) return ::fangst::Failure(std::move(fangst_check).error()); \
  } while (false)
