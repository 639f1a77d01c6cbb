#include "naive_tree.hpp"

#include <fangst/tlog/merkle.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::tlog {
namespace {

constexpr std::size_t kMostLeaves = 130;

/// The eight leaves of the test tree of Certificate Transparency, and the roots of its first n leaves.
const std::vector<std::string> kKnownLeaves = {"",
                                               std::string(1, '\0'),
                                               "\x10",
                                               "\x20\x21",
                                               "\x30\x31",
                                               "\x40\x41\x42\x43",
                                               "\x50\x51\x52\x53\x54\x55\x56\x57",
                                               "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
constexpr const char* kKnownRoots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                       "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                       "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                       "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                       "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                       "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                       "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

NaiveTree naive_tree() {
  std::vector<std::string> entries;
  for (std::size_t i = 0; i < kMostLeaves; ++i) entries.push_back("oppføring " + std::to_string(i));
  return NaiveTree{std::move(entries)};
}

class Merkle : public testing::Test {
 protected:
  SubtreeRoot subtrees(std::size_t size) const {
    return [this, size](unsigned level, std::uint64_t index) {
      const auto from = static_cast<std::size_t>(index << level);
      const auto to = from + (std::size_t{1} << level);
      if (to > size) throw std::logic_error("asked for leaves outside the tree");
      return naive_.root(from, to);
    };
  }

  const NaiveTree naive_ = naive_tree();
};

TEST_F(Merkle, gives_the_known_roots_of_certificate_transparency) {
  Frontier frontier;
  EXPECT_EQ(frontier.root().hex(), kKnownRoots[0]);
  EXPECT_EQ(empty_root().hex(), kKnownRoots[0]);
  for (std::size_t i = 0; i < kKnownLeaves.size(); ++i) {
    frontier.append(leaf_hash(kKnownLeaves[i]));
    EXPECT_EQ(frontier.root().hex(), kKnownRoots[i + 1]) << i;
  }
}

TEST_F(Merkle, appends_to_the_same_root_as_the_definition_at_every_size) {
  Frontier frontier;
  for (std::size_t size = 0; size <= kMostLeaves; ++size) {
    EXPECT_EQ(frontier.size(), size);
    EXPECT_EQ(frontier.root(), naive_.root(0, size)) << size;
    if (size < kMostLeaves) frontier.append(leaf_hash(naive_.entry(size)));
  }
}

TEST_F(Merkle, goes_on_from_a_stored_frontier_as_if_nothing_had_happened) {
  Frontier frontier;
  for (std::size_t size = 0; size <= kMostLeaves; ++size) {
    auto restored = Frontier::decode(frontier.size(), frontier.encode());
    ASSERT_TRUE(restored.has_value()) << size;
    EXPECT_EQ(restored->size(), frontier.size());
    EXPECT_EQ(restored->root(), frontier.root());
    if (size < kMostLeaves) restored->append(leaf_hash(naive_.entry(size)));
    frontier = *restored;
  }
  EXPECT_EQ(frontier.root(), naive_.root(0, kMostLeaves));
}

TEST_F(Merkle, refuses_a_stored_frontier_that_does_not_fit_its_size) {
  const auto hash = leaf_hash("x").hex();
  EXPECT_TRUE(Frontier::decode(0, "").has_value());
  EXPECT_TRUE(Frontier::decode(3, hash + hash).has_value());
  EXPECT_FALSE(Frontier::decode(0, hash).has_value());
  EXPECT_FALSE(Frontier::decode(1, "").has_value());
  EXPECT_FALSE(Frontier::decode(4, hash + hash).has_value());
  EXPECT_FALSE(Frontier::decode(1, hash.substr(1)).has_value());
  EXPECT_FALSE(Frontier::decode(1, hash + "0").has_value());
  EXPECT_FALSE(Frontier::decode(1, "x" + hash.substr(1)).has_value());
}

TEST_F(Merkle, proves_every_leaf_of_every_tree) {
  for (std::size_t size = 1; size <= kMostLeaves; ++size) {
    const auto root = naive_.root(0, size);
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, subtrees(size));
      ASSERT_EQ(proof, naive_.path(index, 0, size)) << index << " of " << size;
      ASSERT_TRUE(verify_inclusion(leaf_hash(naive_.entry(index)), index, size, proof, root))
          << index << " of " << size;
    }
  }
}

TEST_F(Merkle, refuses_another_leaf_another_root_and_every_changed_proof) {
  for (std::size_t size = 1; size <= kMostLeaves; ++size) {
    const auto root = naive_.root(0, size);
    for (std::size_t index = 0; index < size; index += 3) {
      const auto leaf = leaf_hash(naive_.entry(index));
      const auto proof = naive_.path(index, 0, size);
      ASSERT_FALSE(verify_inclusion(leaf_hash("en annen"), index, size, proof, root));
      ASSERT_FALSE(verify_inclusion(leaf, index, size, proof, naive_.root(0, size - 1)));
      for (std::size_t i = 0; i < proof.size(); ++i) {
        auto changed = proof;
        changed[i].bytes[i % 32] ^= 0x01;
        ASSERT_FALSE(verify_inclusion(leaf, index, size, changed, root));
      }
    }
  }
}

TEST_F(Merkle, refuses_a_proof_that_is_too_short_or_too_long) {
  for (std::size_t size = 1; size <= kMostLeaves; ++size) {
    const auto root = naive_.root(0, size);
    for (std::size_t index = 0; index < size; index += 5) {
      const auto leaf = leaf_hash(naive_.entry(index));
      auto proof = naive_.path(index, 0, size);
      proof.push_back(root);
      ASSERT_FALSE(verify_inclusion(leaf, index, size, proof, root));
      proof.pop_back();
      if (proof.empty()) continue;
      proof.pop_back();
      ASSERT_FALSE(verify_inclusion(leaf, index, size, proof, root));
    }
  }
}

TEST_F(Merkle, refuses_every_other_place_in_the_tree) {
  for (std::size_t size = 1; size <= 40; ++size) {
    const auto root = naive_.root(0, size);
    for (std::size_t index = 0; index < size; ++index) {
      const auto leaf = leaf_hash(naive_.entry(index));
      const auto proof = naive_.path(index, 0, size);
      for (std::size_t other = 0; other < size + 3; ++other) {
        ASSERT_EQ(verify_inclusion(leaf, other, size, proof, root), other == index) << other << " of " << size;
      }
    }
  }
}

TEST_F(Merkle, takes_no_inner_node_for_a_leaf) {
  // The classic attack on trees whose leaves and nodes are hashed alike.
  const auto inner = naive_.root(0, 2);
  const auto text = [](const model::Sha256& hash) { return std::string{hash.bytes.begin(), hash.bytes.end()}; };
  const auto forged = leaf_hash(text(naive_.root(0, 1)) + text(naive_.root(1, 2)));
  EXPECT_NE(forged, inner);
  EXPECT_FALSE(verify_inclusion(forged, 0, 2, {naive_.root(2, 4)}, naive_.root(0, 4)));
}

TEST_F(Merkle, takes_no_path_that_goes_on_above_the_root) {
  // Leaf 1 of two, said to be the only leaf of a tree of one.
  const auto leaf = leaf_hash(naive_.entry(1));
  EXPECT_FALSE(verify_inclusion(leaf, 0, 1, {naive_.root(0, 1)}, naive_.root(0, 2)));
}

TEST_F(Merkle, holds_nothing_in_an_empty_tree) {
  EXPECT_FALSE(verify_inclusion(empty_root(), 0, 0, {}, empty_root()));
  EXPECT_THROW(inclusion_proof(0, 0, subtrees(0)), std::out_of_range);
  EXPECT_THROW(inclusion_proof(5, 5, subtrees(5)), std::out_of_range);
}

TEST_F(Merkle, proves_places_in_trees_of_any_size) {
  // All leaves alike, so that each perfect subtree of a level has one root.
  std::vector<model::Sha256> levels{leaf_hash("lik")};
  for (int i = 0; i < 63; ++i) levels.push_back(node_hash(levels.back(), levels.back()));
  const auto subtree = [&](unsigned level, std::uint64_t) { return levels.at(level); };
  const std::uint64_t size = 0x8000'0000'0000'0003U;
  const auto root = node_hash(levels[63], node_hash(levels[1], levels[0]));
  for (const std::uint64_t index : {std::uint64_t{0}, size / 3, size - 3, size - 1}) {
    EXPECT_TRUE(verify_inclusion(levels[0], index, size, inclusion_proof(index, size, subtree), root)) << index;
  }
}

}  // namespace
}  // namespace fangst::tlog
