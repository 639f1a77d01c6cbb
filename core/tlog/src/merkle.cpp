#include <fangst/crypto/hasher.hpp>
#include <fangst/tlog/merkle.hpp>

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace fangst::tlog {
namespace {

constexpr std::size_t kHexSize = 64;

/// Root of the leaves [from, to), where `from` is a multiple of the smallest power of two >= to - from: so it is
/// wherever RFC 6962 splits a tree.
model::Sha256 range_root(std::uint64_t from, std::uint64_t to, const SubtreeRoot& subtree) {
  const auto count = to - from;
  if (std::has_single_bit(count)) {
    const auto level = static_cast<unsigned>(std::countr_zero(count));
    return subtree(level, from >> level);
  }
  const auto split = from + std::bit_floor(count);
  return node_hash(range_root(from, split, subtree), range_root(split, to, subtree));
}

/// The largest power of two smaller than `count` (count >= 2).
std::uint64_t split_of(std::uint64_t count) { return std::bit_floor(count - 1); }

}  // namespace

model::Sha256 leaf_hash(std::string_view entry) {
  thread_local crypto::Hasher hasher;
  hasher.update(std::string_view{"\0", 1});
  hasher.update(entry);
  return hasher.finish();
}

model::Sha256 node_hash(const model::Sha256& left, const model::Sha256& right) {
  std::array<char, 65> text{};
  text[0] = 1;
  std::copy(left.bytes.begin(), left.bytes.end(), reinterpret_cast<std::uint8_t*>(text.data()) + 1);
  std::copy(right.bytes.begin(), right.bytes.end(), reinterpret_cast<std::uint8_t*>(text.data()) + 33);
  return crypto::sha256({text.data(), text.size()});
}

model::Sha256 empty_root() { return crypto::sha256(""); }

std::optional<Frontier> Frontier::decode(std::uint64_t size, std::string_view encoded) {
  if (encoded.size() != static_cast<std::size_t>(std::popcount(size)) * kHexSize) return std::nullopt;
  Frontier frontier;
  frontier.size_ = size;
  for (; !encoded.empty(); encoded.remove_prefix(kHexSize)) {
    const auto root = model::Sha256::from_hex(encoded.substr(0, kHexSize));
    if (!root) return std::nullopt;
    frontier.roots_.push_back(*root);
  }
  return frontier;
}

std::string Frontier::encode() const {
  std::string text;
  text.reserve(roots_.size() * kHexSize);
  for (const auto& root : roots_) text += root.hex();
  return text;
}

void Frontier::append(const model::Sha256& leaf) {
  roots_.push_back(leaf);
  // Like the carry of a binary addition: two perfect subtrees of one size become the next greater one.
  for (auto carry = size_; (carry & 1U) != 0; carry >>= 1U) {
    const auto right = roots_.back();
    roots_.pop_back();
    roots_.back() = node_hash(roots_.back(), right);
  }
  ++size_;
}

model::Sha256 Frontier::root() const {
  if (roots_.empty()) return empty_root();
  auto root = roots_.back();
  for (auto left = roots_.rbegin() + 1; left != roots_.rend(); ++left) root = node_hash(*left, root);
  return root;
}

std::vector<model::Sha256> inclusion_proof(std::uint64_t index, std::uint64_t size, const SubtreeRoot& subtree) {
  if (index >= size) throw std::out_of_range("no such leaf in the tree");
  std::vector<model::Sha256> from_the_root;
  std::uint64_t from = 0;
  auto to = size;
  while (to - from > 1) {
    const auto split = from + split_of(to - from);
    if (index < split) {
      from_the_root.push_back(range_root(split, to, subtree));
      to = split;
    } else {
      from_the_root.push_back(range_root(from, split, subtree));
      from = split;
    }
  }
  std::reverse(from_the_root.begin(), from_the_root.end());
  return from_the_root;
}

// RFC 9162 section 2.1.3.2.
bool verify_inclusion(const model::Sha256& leaf, std::uint64_t index, std::uint64_t size,
                      const std::vector<model::Sha256>& proof, const model::Sha256& root) {
  if (index >= size) return false;
  auto node = index;
  auto last = size - 1;
  auto hash = leaf;
  for (const auto& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      hash = node_hash(sibling, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

}  // namespace fangst::tlog
