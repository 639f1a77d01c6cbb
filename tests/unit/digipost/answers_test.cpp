#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

/// Answers of Digipost that differ from the usual ones by what they may leave out, or must not.
struct Answers : testing::Test, support::SignedDigipost {
  Answer status_with(const std::string& attributes) const {
    return answer(200, "<document-status xmlns=\"http://api.digipost.no/schema/v8\" " + attributes + "/>");
  }
  Answer delivery_with(int status, const std::string& content) const {
    return answer(status,
                  "<message-delivery xmlns=\"http://api.digipost.no/schema/v8\">" + content + "</message-delivery>");
  }
  Result<ports::DispatchStatus> status() { return dispatcher().status(kExternalId, deadline); }
};

TEST_F(Answers, to_a_letter_may_be_any_2xx_and_leave_out_the_message_id) {
  http.then(root());
  for (const int status : {200, 201, 202, 299}) {
    http.then(delivery_with(status, "<status>DELIVERED</status>"));
    const auto receipt = send();
    ASSERT_TRUE(receipt) << status;
    EXPECT_EQ(receipt->dependency_status, "DELIVERED");
    EXPECT_FALSE(receipt->already_sent);
    EXPECT_EQ(receipt->external_id, kExternalId);
  }
}

TEST_F(Answers, to_a_letter_are_looked_up_when_they_are_about_another_or_say_nothing) {
  http.then(root());
  for (const auto* content :
       {"<message-id>11111111-d9cb-569f-a165-70867728950e</message-id><status>DELIVERED</status>",
        "<message-id>0f8fad5b-d9cb-569f-a165-70867728950e</message-id>", "<status></status>", ""}) {
    http.then(delivery_with(200, content));
    const auto receipt = send();
    ASSERT_FALSE(receipt) << content;
    EXPECT_EQ(receipt.error().code(), "digipost.ugyldig_svar") << content;
    EXPECT_TRUE(receipt.error().outcome_unknown()) << content;
  }
}

TEST_F(Answers, of_status_have_the_time_of_delivery_else_that_of_creation) {
  http.then(root());
  struct Case {
    const char* attributes;
    const char* time;
  };
  for (const auto& [attributes, time] :
       {Case{R"(created="2026-11-20T10:00:00Z" delivered="2026-11-21T11:00:00Z")", "2026-11-21T11:00:00Z"},
        Case{R"(created="2026-11-20T10:00:00Z")", "2026-11-20T10:00:00Z"},
        Case{R"(created="2026-11-20T10:00:00Z" delivered="snart")", "2026-11-20T10:00:00Z"}, Case{"", ""}}) {
    http.then(status_with(std::string(attributes) + R"( status="DELIVERED")"));
    const auto found = status();
    ASSERT_TRUE(found) << attributes;
    EXPECT_EQ(found->changed_at, model::parse_timestamp(time)) << attributes;
  }
}

TEST_F(Answers, of_status_are_delivered_by_one_word_alone) {
  http.then(root());
  for (const auto* word : {"NOT_DELIVERED", "DELIVERED_TO_PRINT", "delivered", "NOE_NYTT"}) {
    http.then(status_with(std::string("status=\"") + word + "\""));
    const auto found = status();
    ASSERT_TRUE(found) << word;
    EXPECT_EQ(found->progress, ports::LetterProgress::in_progress) << word;
    EXPECT_EQ(found->dependency_status, word);
  }
}

TEST_F(Answers, of_status_name_the_channel_when_it_is_not_digipost_itself) {
  http.then(root());
  for (const auto& [channel, words] : {std::pair{"", "DELIVERED"},
                                       {"DIGIPOST", "DELIVERED"},
                                       {"PRINT", "DELIVERED PRINT"},
                                       {"PEPPOL", "DELIVERED PEPPOL"}}) {
    http.then(document_status("DELIVERED", channel));
    EXPECT_EQ(status()->dependency_status, words) << channel;
  }
}

TEST_F(Answers, of_status_must_have_one_and_must_not_be_of_another_document) {
  http.then(root());
  const std::string other = "00000000-3c1f-5d0a-9a52-0f4b9f1c2d11";
  for (const auto& attributes :
       {std::string(), std::string(R"(status="")"), "uuid=\"" + other + R"(" status="DELIVERED")"}) {
    http.then(status_with(attributes)).then(status_with(attributes));
    const auto of_status = status();
    ASSERT_FALSE(of_status) << attributes;
    EXPECT_EQ(of_status.error().code(), "digipost.ugyldig_svar") << attributes;
    EXPECT_EQ(of_status.error().where(), "digipost.status");
    EXPECT_FALSE(of_status.error().outcome_unknown());
    const auto of_find = dispatcher().find(letter, deadline);
    ASSERT_FALSE(of_find) << attributes;
    EXPECT_EQ(of_find.error().where(), "digipost.find");
  }
  http.then(status_with(std::string("uuid=\"") + kDocumentId + R"(" status="DELIVERED")"));
  EXPECT_TRUE(status());
}

TEST_F(Answers, to_a_look_up_tell_the_letter_that_is_there_by_its_status) {
  http.then(root()).then(document_status("NOT_DELIVERED", "PRINT"));
  const auto found = dispatcher().find(letter, deadline);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->external_id, kExternalId);
  EXPECT_EQ((*found)->dependency_status, "NOT_DELIVERED");
  EXPECT_TRUE((*found)->already_sent);
}

TEST_F(Answers, to_a_look_up_mean_not_there_by_a_signed_404_alone) {
  http.then(root()).then(answer(404));
  const auto found = dispatcher().find(letter, deadline);
  ASSERT_TRUE(found) << "signed, though without a body";
  EXPECT_FALSE(*found);
  for (const auto& [status, kind] : {std::pair{400, ErrorKind::rejected_by_dependency},
                                     {403, ErrorKind::forbidden},
                                     {410, ErrorKind::rejected_by_dependency}}) {
    http.then(error(status, "SOMETHING", "UNKNOWN"));
    const auto refused = dispatcher().find(letter, deadline);
    ASSERT_FALSE(refused) << status;
    EXPECT_EQ(refused.error().kind(), kind) << status;
    EXPECT_FALSE(refused.error().outcome_unknown()) << status;
  }
  http.then(error(400, "SOMETHING", "SERVER"));
  const auto away = dispatcher().find(letter, deadline);
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().kind(), ErrorKind::unavailable);
  EXPECT_FALSE(away.error().outcome_unknown());
}

TEST_F(Answers, to_a_look_up_of_a_letter_without_documents_need_no_call) {
  letter.dokumenter.clear();
  const auto found = dispatcher().find(letter, deadline);
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);
  EXPECT_TRUE(http.calls().empty());
}

TEST_F(Answers, of_the_root_without_a_usable_link_are_a_matter_of_the_agreement) {
  for (const auto* links : {"", R"(<link rel="https://x/create_message" uri="/messages"/>)",
                            R"(<link rel="https://x/create_message2" uri="https://x/messages"/>)",
                            R"(<link rel="https://x/search" uri="https://x/create_message"/>)"}) {
    SignedDigipost peer;
    peer.http.then(peer.root_with(server_key(), links));
    const auto receipt = peer.send();
    ASSERT_FALSE(receipt) << links;
    EXPECT_EQ(receipt.error().kind(), ErrorKind::forbidden) << links;
    EXPECT_EQ(receipt.error().code(), "digipost.not_approved_for_rest_api_usage") << links;
    EXPECT_EQ(receipt.error().private_detail(),
              "HTTP 200 NOT_APPROVED_FOR_REST_API_USAGE CONFIGURATION: no create_message link");
  }
}

TEST_F(Answers, are_read_up_to_four_mebibytes_twenty_levels_and_ten_thousand_elements) {
  const auto padded = [](std::size_t size) {
    const std::string head = R"(<message-delivery xmlns="http://api.digipost.no/schema/v8"><status>S</status>)";
    const std::string tail = "</message-delivery>";
    return head + std::string(size - head.size() - tail.size(), ' ') + tail;
  };
  const auto nested = [](std::size_t levels) {
    std::string inner = "<status>S</status>";
    for (std::size_t i = 0; i + 1 < levels; ++i) inner += "<a>";
    for (std::size_t i = 0; i + 1 < levels; ++i) inner += "</a>";
    return R"(<message-delivery xmlns="http://api.digipost.no/schema/v8">)" + inner + "</message-delivery>";
  };
  const auto many = [](std::size_t elements) {
    std::string inner = "<status>S</status>";
    for (std::size_t i = 0; i + 2 < elements; ++i) inner += "<a/>";
    return R"(<message-delivery xmlns="http://api.digipost.no/schema/v8">)" + inner + "</message-delivery>";
  };
  constexpr std::size_t kMost = 4U * 1024 * 1024;
  const std::pair<std::string, bool> cases[] = {{padded(kMost), true}, {padded(kMost + 1), false},
                                                {nested(20), true},    {nested(21), false},
                                                {many(10'000), true},  {many(10'001), false}};
  http.then(root());
  for (std::size_t i = 0; i < std::size(cases); ++i) {
    http.then(answer(200, cases[i].first));
    const auto receipt = send();
    EXPECT_EQ(receipt.has_value(), cases[i].second) << i;
    if (!receipt) {
      EXPECT_EQ(receipt.error().code(), "digipost.ugyldig_svar") << i;
    }
  }
}

TEST_F(Answers, about_a_letter_that_digipost_no_longer_knows_are_for_a_person) {
  http.then(root());
  for (const auto& unknown : {answer(404), error(404, "DOCUMENT_NOT_FOUND", "CLIENT_TECHNICAL")}) {
    http.then(unknown);
    const auto found = status();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind(), ErrorKind::not_found);
    EXPECT_EQ(found.error().code(), "digipost.document_not_found");
  }
}

TEST_F(Answers, are_asked_for_by_no_id_but_two_parts_of_lower_hex) {
  for (const auto* bad : {"", "2002", "9f6a", "2002/9F6A1B1E", "2002/xyz", "2002/9f6a ", "20 02/9f6a", "2002//9f6a",
                          "2002/../../x", "2002/a/b", "2002/9f6a?x=1", "2002/9f6a#", "2002/%41"}) {
    const auto found = dispatcher().status(bad, deadline);
    ASSERT_FALSE(found) << bad;
    EXPECT_EQ(found.error().kind(), ErrorKind::invalid_input) << bad;
    EXPECT_EQ(found.error().code(), "digipost.ugyldig_ekstern_id") << bad;
  }
  EXPECT_TRUE(http.calls().empty());
}

}  // namespace
}  // namespace fangst::digipost
