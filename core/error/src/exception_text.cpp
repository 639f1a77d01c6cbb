#include <fangst/error/exception_text.hpp>

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <typeinfo>

namespace fangst {
namespace {

std::string readable(const char* mangled) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(mangled, nullptr, nullptr, &status),
                                                         &std::free);
  return status == 0 && name ? name.get() : mangled;
}

}  // namespace

std::string describe_current_exception() {
  const auto current = std::current_exception();
  if (!current) return "no exception";
  try {
    std::rethrow_exception(current);
  } catch (const std::exception& error) {
    return readable(typeid(error).name()) + ": " + error.what();
  } catch (...) {
    const auto* type = abi::__cxa_current_exception_type();
    return type == nullptr ? "an exception of a foreign type" : readable(type->name());
  }
}

}  // namespace fangst
