#pragma once

#include <fangst/model/sha256.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The Merkle tree of RFC 6962 section 2.1 (SHA-256), as C2SP tlog uses it. Pure functions: no I/O, no state.
namespace fangst::tlog {

model::Sha256 leaf_hash(std::string_view entry);                                 ///< SHA-256(0x00 || entry)
model::Sha256 node_hash(const model::Sha256& left, const model::Sha256& right);  ///< SHA-256(0x01 || left || right)
model::Sha256 empty_root();                                                      ///< SHA-256("")

/// The roots of the perfect subtrees that make up a tree of `size` leaves, largest first. Nothing
/// else is needed to append.
class Frontier {
 public:
  Frontier() = default;
  /// Inverse of encode(); empty when the text does not fit the size.
  static std::optional<Frontier> decode(std::uint64_t size, std::string_view encoded);
  std::string encode() const;  ///< Concatenated hexadecimal hashes.

  void append(const model::Sha256& leaf);
  std::uint64_t size() const { return size_; }
  model::Sha256 root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<model::Sha256> roots_;
};

/// Returns the root of the perfect subtree of 2^level leaves that starts at leaf index * 2^level. Level 0 is a leaf.
using SubtreeRoot = std::function<model::Sha256(unsigned level, std::uint64_t index)>;

/// RFC 6962 section 2.1.1: the audit path of leaf `index` in the tree of `size` leaves (index < size).
std::vector<model::Sha256> inclusion_proof(std::uint64_t index, std::uint64_t size, const SubtreeRoot& subtree);

/// True when the path leads from the leaf to the root.
bool verify_inclusion(const model::Sha256& leaf, std::uint64_t index, std::uint64_t size,
                      const std::vector<model::Sha256>& proof, const model::Sha256& root);

}  // namespace fangst::tlog
