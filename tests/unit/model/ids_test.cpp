#include <fangst/model/ids.hpp>

#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>

namespace fangst::model {
namespace {

TEST(Id, cannot_be_mistaken_for_another_kind_of_id) {
  EXPECT_FALSE((std::is_convertible_v<SubmissionId, LetterId>));
  EXPECT_FALSE((std::is_constructible_v<SubmissionId, LetterId>));
  EXPECT_FALSE((std::is_convertible_v<std::string, SubmissionId>));
  EXPECT_FALSE((std::is_convertible_v<SubmissionId, std::string>));
}

TEST(Id, is_its_text) {
  EXPECT_EQ(SourceName{"gerica"}.str(), "gerica");
  EXPECT_EQ(SourceName{"gerica"}, SourceName{"gerica"});
  EXPECT_NE(SourceName{"gerica"}, SourceName{"visma"});
  EXPECT_LT(SourceName{"gerica"}, SourceName{"visma"});
  EXPECT_TRUE(SourceName{}.empty());
}

TEST(Id, can_be_a_key_of_a_hash_table) {
  const std::unordered_set<CaseKey> keys{CaseKey{"gerica|1"}, CaseKey{"gerica|2"}, CaseKey{"gerica|1"}};
  EXPECT_EQ(keys.size(), 2U);
  EXPECT_TRUE(keys.contains(CaseKey{"gerica|2"}));
}

}  // namespace
}  // namespace fangst::model
