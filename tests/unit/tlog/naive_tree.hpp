#pragma once

#include <fangst/crypto/hasher.hpp>
#include <fangst/model/sha256.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fangst::tlog {

/// RFC 6962 section 2.1 word for word, over all the leaves: slow, and sharing nothing with the code under test.
class NaiveTree {
 public:
  explicit NaiveTree(std::vector<std::string> entries) : entries_(std::move(entries)) {}

  model::Sha256 root(std::size_t from, std::size_t to) const {
    if (from == to) return crypto::sha256("");
    if (to - from == 1) return crypto::sha256(std::string(1, '\0') + entries_.at(from));
    const auto k = split(to - from);
    return crypto::sha256('\x01' + text(root(from, from + k)) + text(root(from + k, to)));
  }

  std::vector<model::Sha256> path(std::size_t index, std::size_t from, std::size_t to) const {
    if (to - from == 1) return {};
    const auto k = split(to - from);
    const bool is_left = index < k;
    auto proof = is_left ? path(index, from, from + k) : path(index - k, from + k, to);
    proof.push_back(is_left ? root(from + k, to) : root(from, from + k));
    return proof;
  }

  const std::string& entry(std::size_t index) const { return entries_.at(index); }

 private:
  static std::size_t split(std::size_t count) {
    std::size_t k = 1;
    while (k * 2 < count) k *= 2;
    return k;
  }
  static std::string text(const model::Sha256& hash) { return {hash.bytes.begin(), hash.bytes.end()}; }

  std::vector<std::string> entries_;
};

}  // namespace fangst::tlog
