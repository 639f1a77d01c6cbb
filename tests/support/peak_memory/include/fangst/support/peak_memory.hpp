#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

namespace fangst::support {

/// How much the highest memory of this process grows from here on. Under a sanitizer, whose own memory would be
/// measured, tests/run sets FANGST_TEST_MEASURES_MEMORY=0: then everything is run and nothing is measured.
class MemoryGrowth {
 public:
  MemoryGrowth() {
    std::ofstream("/proc/self/clear_refs") << "5";  // forgets the highest so far
    before_ = highest();
  }

  void expect_below(std::uint64_t bytes) const {
    const char* measures = std::getenv("FANGST_TEST_MEASURES_MEMORY");
    if (measures != nullptr && std::string(measures) == "0") return;
    EXPECT_LT(highest(), before_ + bytes);
  }

 private:
  static std::uint64_t highest() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
      if (line.rfind("VmHWM:", 0) == 0) return std::stoull(line.substr(6)) * 1024;
    }
    return 0;
  }

  std::uint64_t before_ = 0;
};

}  // namespace fangst::support
