#include "dispatcher_fixture.hpp"

#include <stdexcept>

namespace fangst::svarut {
namespace {

using namespace std::chrono_literals;

/// What goes to SvarUt beside the letter itself, and when it is given up.
class Calls : public DispatcherTest {
 protected:
  ports::HttpHeaders headers_of(std::size_t call) const { return http_.calls().at(call).request.headers; }
  ports::HttpHeaders with_credentials(ports::HttpHeaders headers) const {
    headers.emplace_back("Accept", "application/json");
    headers.emplace_back("IntegrasjonId", "integrasjon-1");
    headers.emplace_back("IntegrasjonPassord", "hemmelig");
    headers.emplace_back("Authorization", "Bearer token-1");
    return headers;
  }
};

TEST_F(Calls, all_carry_the_credentials_and_ask_for_json) {
  http_.then(200, R"({"id":"x"})").then(200, R"({"forsendelseIds":[]})").then(200, R"({"statuser":[]})");
  ASSERT_TRUE(dispatcher_.send(letter(), soon()));
  ASSERT_TRUE(dispatcher_.find(letter(), soon()));
  EXPECT_FALSE(dispatcher_.status(kId, soon()));
  const auto type = headers_of(0).at(0);
  EXPECT_EQ(type.first, "Content-Type");
  EXPECT_TRUE(type.second.starts_with("multipart/form-data; boundary="));
  EXPECT_EQ(headers_of(0), with_credentials({type}));
  EXPECT_EQ(headers_of(1), with_credentials({}));
  EXPECT_EQ(headers_of(2), with_credentials({{"Content-Type", "application/json"}}));
  EXPECT_EQ(tokens_.scopes(), std::vector<std::string>(3, "ks:fiks"));
  EXPECT_EQ(http_.calls()[2].request.method, "POST");
}

TEST_F(Calls, that_look_up_get_half_a_minute_and_never_more_than_the_caller_has) {
  for (const auto& [has, gets] : {std::pair{31s, 30s}, {30s, 30s}, {29s, 29s}}) {
    http_.then(200, R"({"forsendelseIds":[]})");
    ASSERT_TRUE(dispatcher_.find(letter(), clock_.monotonic() + has));
    EXPECT_EQ(http_.calls().back().deadline, clock_.monotonic() + gets);
  }
}

TEST_F(Calls, that_look_up_after_a_repeat_end_with_the_senders_own_deadline) {
  http_.then(400, R"({"errorCode":"GJENTAGENDE_FORSENDELSE"})").then(200, R"({"forsendelseIds":["x"]})");
  ASSERT_TRUE(dispatcher_.send(letter(), clock_.monotonic() + 7s));
  EXPECT_EQ(http_.calls().at(1).deadline, clock_.monotonic() + 7s);
  EXPECT_TRUE(http_.calls().at(1).request.url.ends_with("?eksternRef=" + kKey));
}

TEST_F(Calls, that_send_are_looked_up_after_a_repeat_whatever_status_says_it) {
  for (const int status : {400, 409, 422, 500}) {
    http_.then(status, R"({"errorCode":"GJENTAGENDE_FORSENDELSE"})").then(200, R"({"forsendelseIds":["funnet"]})");
    const auto receipt = dispatcher_.send(letter(), soon());
    ASSERT_TRUE(receipt) << status;
    EXPECT_EQ(receipt->external_id, "funnet");
  }
}

TEST_F(Calls, carry_texts_whose_bytes_are_broken) {
  auto given = letter();
  given.tittel = "Vedtak \xC3";
  given.mottaker.navn = "Ola \xFF Nordmann";
  const auto json = sent(given);
  EXPECT_EQ(json["tittel"], "Vedtak \xEF\xBF\xBD") << "shown as the character for what cannot be read";
  EXPECT_EQ(json["mottaker"]["navn"], "Ola \xEF\xBF\xBD Nordmann");
}

TEST_F(Calls, name_every_file_by_its_place) {
  auto given = letter();
  given.dokumenter.push_back(document("bilde.png", "PNG", "image/png"));
  sent(given);
  const auto parts = parts_of(http_.calls().at(0));
  ASSERT_EQ(parts.size(), 4U);
  EXPECT_EQ(parts[2].head,
            "Content-Disposition: form-data; name=\"filer_1\"; filename=\"vedlegg.pdf\"\r\n"
            "Content-Type: application/pdf");
  EXPECT_EQ(parts[3].head,
            "Content-Disposition: form-data; name=\"filer_2\"; filename=\"bilde.png\"\r\nContent-Type: image/png");
}

TEST_F(Calls, give_receipts_that_tell_a_new_letter_from_one_that_was_there) {
  http_.then(200, R"({"id":"ny"})").then(200, R"({"forsendelseIds":["funnet"]})");
  const auto sent = dispatcher_.send(letter(), soon());
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->dependency_status, "MOTTATT");
  EXPECT_FALSE(sent->already_sent);
  const auto found = dispatcher_.find(letter(), soon());
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->dependency_status, "") << "a look-up by key says nothing of the status";
  EXPECT_TRUE((*found)->already_sent);
}

TEST_F(Calls, take_no_key_but_letters_digits_and_hyphens) {
  for (const std::string key : {"", "a b", "a/b", "a?b", "a#b", "a%41", "æ", "a_b", "a.b", "a&eksternRef=b"}) {
    auto given = letter();
    given.key = model::LetterId(key);
    EXPECT_THROW(static_cast<void>(dispatcher_.send(given, soon())), std::invalid_argument) << key;
    EXPECT_THROW(static_cast<void>(dispatcher_.find(given, soon())), std::invalid_argument) << key;
  }
  EXPECT_TRUE(http_.calls().empty());
}

TEST_F(Calls, are_not_made_with_half_of_the_credentials) {
  for (const auto field : {&Settings::konto_id, &Settings::integrasjon_id, &Settings::integrasjon_passord}) {
    auto without = settings();
    (without.*field).clear();
    EXPECT_THROW(Dispatcher(without, http_, tokens_, documents_, clock_), std::invalid_argument);
  }
}

TEST_F(Calls, are_for_one_digital_channel_and_one_of_paper) {
  const auto channels = dispatcher_.channels();
  ASSERT_EQ(channels.size(), 2U);
  EXPECT_EQ(channels[0].name.str(), "svarut");
  EXPECT_FALSE(channels[0].is_paper);
  EXPECT_EQ(channels[0].chosen_for, std::vector{policy::Way::digital});
  EXPECT_EQ(channels[1].name.str(), "svarut_print");
  EXPECT_TRUE(channels[1].is_paper);
  EXPECT_EQ(channels[1].chosen_for, std::vector{policy::Way::paper});
  for (const auto& channel : channels) EXPECT_TRUE(channel.mailbox_providers.empty()) << channel.name.str();
}

}  // namespace
}  // namespace fangst::svarut
