// Runs a fuzz target over its corpus and over damage done to it by a fixed seed: the same inputs every time. For a long
// run: FANGST_FUZZ_ROUNDS=1000000 FANGST_FUZZ_SEED=7.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

namespace {

std::vector<std::string> corpus() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(FANGST_CORPUS)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> inputs;
  for (const auto& path : paths) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    inputs.push_back(bytes.str());
  }
  return inputs;
}

void run(const std::string& input) {
  // A copy of the exact size, so that a sanitizer sees a read past the end.
  const std::vector<unsigned char> exact(input.begin(), input.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

class Damage {
 public:
  Damage(std::vector<std::string> inputs, unsigned seed) : inputs_(std::move(inputs)), random_(seed) {}

  std::string next() {
    std::string text = inputs_[below(inputs_.size())];
    for (auto times = 1 + below(4); times > 0; --times) harm(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }

  void harm(std::string& text) {
    static const std::vector<std::string> kTokens{"\"",
                                                  "{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ",",
                                                  ":",
                                                  "null",
                                                  "true",
                                                  "-1",
                                                  "1e999",
                                                  "\\u0000",
                                                  "\\ud800",
                                                  "\\",
                                                  "<",
                                                  ">",
                                                  "&",
                                                  "&#0;",
                                                  "]]>",
                                                  "<!--",
                                                  "<![CDATA[",
                                                  "<!DOCTYPE a>",
                                                  "14833821238",
                                                  "13094570055",
                                                  "../",
                                                  "\xE2\x80\xAE",
                                                  "\xFF",
                                                  "\xED\xA0\x80",
                                                  std::string(1, '\0'),
                                                  std::string(3000, 'A')};
    const auto at = below(text.size() + 1);
    const auto length = below(std::min<std::size_t>(text.size() - at, 40) + 1);
    switch (below(6)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, kTokens[below(kTokens.size())]);
        break;
      case 2:
        text.replace(at, length, kTokens[below(kTokens.size())]);
        break;
      case 3:
        text.insert(at, text.substr(at, length));
        break;
      case 4:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      default: {
        const auto& other = inputs_[below(inputs_.size())];
        const auto from = below(other.size() + 1);
        text.insert(at, other.substr(from, below(200) + 1));
      }
    }
  }

  std::vector<std::string> inputs_;
  std::mt19937 random_;
};

TEST(Replay, holds_on_the_corpus) {
  const auto inputs = corpus();
  ASSERT_FALSE(inputs.empty()) << FANGST_CORPUS;
  for (const auto& input : inputs) run(input);
}

TEST(Replay, holds_on_every_beginning_of_the_corpus) {
  for (const auto& input : corpus()) {
    for (std::size_t size = 0; size < input.size(); size += 1 + input.size() / 400) run(input.substr(0, size));
  }
}

unsigned from_environment(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::stoul(text));
}

TEST(Replay, holds_on_damaged_input) {
  Damage damage(corpus(), from_environment("FANGST_FUZZ_SEED", 20260310));
  for (auto rounds = from_environment("FANGST_FUZZ_ROUNDS", 10'000); rounds > 0; --rounds) run(damage.next());
}

}  // namespace
