#include <fangst/http/multipart.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace fangst::http {
namespace {

struct Part {
  PartHead head;
  std::string data;
  bool ended = false;
};

struct Parsed {
  std::vector<Part> parts;
  Result<void> result;
};

MultipartParser::Events into(std::vector<Part>& parts) {
  return {[&parts](const PartHead& head) -> Result<void> {
            parts.push_back({head, {}, false});
            return {};
          },
          [&parts](std::string_view data) -> Result<void> {
            EXPECT_FALSE(data.empty());
            parts.back().data.append(data);
            return {};
          },
          [&parts]() -> Result<void> {
            EXPECT_FALSE(parts.back().ended);
            parts.back().ended = true;
            return {};
          }};
}

Parsed parse(const std::string& boundary, const std::vector<std::string_view>& pieces) {
  Parsed parsed;
  MultipartParser parser(boundary, into(parsed.parts));
  for (const auto piece : pieces) {
    if (parsed.result = parser.write(piece); !parsed.result) return parsed;
  }
  parsed.result = parser.finish();
  return parsed;
}

/// Data full of what looks like the delimiter and is not.
const std::string kTricky = "\r\n--gren\r\r\n--grens\r\n--\r\n-\r\n\r\n--grense" + std::string("\0\xff\r", 3);

const std::string kSample =
    "preamble --grense2 is dropped\r\n--grense2 \t\r\n"
    "Content-Disposition: form-data; name=\"metadata\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}"
    "\r\n--grense2\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"vedtak.pdf\"\r\n\r\n" +
    kTricky +
    "\r\n--grense2\r\ncontent-disposition:form-data;name=tom\r\n\r\n\r\n--grense2\r\n"
    "Content-Disposition: form-data; name=none\r\n\r\n--grense2--  \r\nepilogue\r\n--grense2\r\n";

void expect_sample(const Parsed& parsed, const std::string& where) {
  ASSERT_TRUE(parsed.result) << where << ": " << parsed.result.error().private_detail();
  ASSERT_EQ(parsed.parts.size(), 4U) << where;
  EXPECT_EQ(parsed.parts[0].head.name, "metadata") << where;
  EXPECT_EQ(parsed.parts[0].head.content_type, "application/json") << where;
  EXPECT_EQ(parsed.parts[0].data, "{\"a\":1}") << where;
  EXPECT_EQ(parsed.parts[1].head.filename, "vedtak.pdf") << where;
  EXPECT_EQ(parsed.parts[1].data, kTricky) << where;
  EXPECT_EQ(parsed.parts[2].head.name, "tom") << where;
  EXPECT_EQ(parsed.parts[2].data, "") << where;
  EXPECT_EQ(parsed.parts[3].data, "") << where;
  for (const auto& part : parsed.parts) EXPECT_TRUE(part.ended) << where;
}

TEST(Multipart, gives_the_same_parts_at_every_split_position) {
  const std::string_view all = kSample;
  for (std::size_t at = 0; at <= all.size(); ++at) {
    expect_sample(parse("grense2", {all.substr(0, at), all.substr(at)}), "split at " + std::to_string(at));
    if (HasFailure()) return;
  }
}

TEST(Multipart, gives_the_same_parts_for_every_piece_size) {
  for (std::size_t size = 1; size < 40; ++size) {
    std::vector<std::string_view> pieces;
    for (std::size_t at = 0; at < kSample.size(); at += size)
      pieces.push_back(std::string_view(kSample).substr(at, size));
    expect_sample(parse("grense2", pieces), "pieces of " + std::to_string(size));
    if (HasFailure()) return;
  }
}

TEST(Multipart, refuses_every_truncation) {
  const auto whole = kSample.find("--grense2--") + 11;
  for (std::size_t length = 0; length < whole; ++length) {
    EXPECT_FALSE(parse("grense2", {std::string_view(kSample).substr(0, length)}).result) << length;
  }
}

TEST(Multipart, holds_no_more_than_a_delimiter_back) {
  std::vector<Part> parts;
  MultipartParser parser("b", into(parts));
  const std::string head = "--b\r\n\r\n";
  ASSERT_TRUE(parser.write(head));
  std::string sent;
  for (const std::string piece : {"abc\r", "\n-", "x\r\r\n", "--", "c", "\r\n--b"}) {
    sent += piece;
    ASSERT_TRUE(parser.write(piece));
    EXPECT_GE(parts.back().data.size() + 5, sent.size());
  }
  EXPECT_EQ(parts.back().data, "abc\r\n-x\r\r\n--c");
}

Result<PartHead> head_with(const std::string& fields) {
  const auto parsed = parse("b", {"--b\r\n" + fields + "\r\n\r\nx\r\n--b--"});
  if (!parsed.result) return Failure(parsed.result.error());
  return parsed.parts.at(0).head;
}

Result<PartHead> head_of(const std::string& disposition) { return head_with("Content-Disposition: " + disposition); }

TEST(Multipart, reads_file_names_of_every_kind_of_client) {
  EXPECT_EQ(head_of("form-data; name=\"f\"; filename=\"søknad æøå.pdf\"")->filename, "søknad æøå.pdf");
  EXPECT_EQ(head_of("form-data; name=\"f\"; filename*=UTF-8''s%C3%B8knad.pdf")->filename, "søknad.pdf");
  EXPECT_EQ(head_of("form-data; filename*=utf-8'nb'b.pdf; filename=\"a.pdf\"")->filename, "b.pdf");
  EXPECT_EQ(head_of("form-data; filename*=ISO-8859-1''%F8.pdf")->filename, "ø.pdf");
  EXPECT_EQ(head_of("form-data; filename=\"a\\\"b\\\\c;d.pdf\"")->filename, "a\"b\\c;d.pdf");
  EXPECT_EQ(head_of("form-data; filename=\"C:\\temp\\a.pdf\"")->filename, "C:\\temp\\a.pdf");
  EXPECT_EQ(head_of("form-data; name=\"a%22b\"")->name, "a\"b");
  EXPECT_EQ(head_of("form-data; NAME=a ; FileName = b.pdf;")->filename, "b.pdf");
}

class HostileDisposition : public ::testing::TestWithParam<std::string> {};
TEST_P(HostileDisposition, is_refused) {
  const auto head = head_of(GetParam());
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().kind(), ErrorKind::invalid_input);
}
INSTANTIATE_TEST_SUITE_P(Multipart, HostileDisposition,
                         ::testing::Values("form-data; name=\"a", "form-data; name", "form-data; name=a; name=b",
                                           "form-data; filename=\"\xff.pdf\"", "form-data; filename=\"a\x01.pdf\"",
                                           "form-data; filename*=UTF-8''a%00b", "form-data; filename*=UTF-8''a%0Ab",
                                           "form-data; filename*=UTF-8''%zz", "form-data; filename*=UTF-8",
                                           "form-data; filename*=KOI8-R''a", "form-data; name=\"a\"b",
                                           "form-data; name=a\r\nContent-Disposition: form-data; name=b",
                                           "form-data; name=a\r\nContent-Transfer-Encoding: base64",
                                           "form-data; name=a\r\nno colon", "form-data; name=a\r\n: empty"));

class HostileBody : public ::testing::TestWithParam<std::string> {};
TEST_P(HostileBody, is_refused) { EXPECT_FALSE(parse("b", {GetParam()}).result); }
INSTANTIATE_TEST_SUITE_P(Multipart, HostileBody,
                         ::testing::Values("", "--b", "--bx\r\n", "--b\rx", "--b-x", "no delimiter at all",
                                           "--b\r\n\r\nx--b--", "--b\r\n\r\nx\n--b--", "--b\nA: b\n\nx\n--b--\n",
                                           "--b\r\n" + std::string(10'000, 'h') + ": x\r\n\r\n\r\n--b--"));

TEST(Multipart, refuses_more_parts_than_anyone_needs) {
  const std::string part = "--b\r\n\r\n\r\n";
  std::string body;
  for (int i = 0; i < 999; ++i) body += part;
  EXPECT_TRUE(parse("b", {body + "--b--"}).result) << "one below";
  EXPECT_TRUE(parse("b", {body + part + "--b--"}).result) << "at the limit";
  const auto parsed = parse("b", {body + part + part + "--b--"});
  ASSERT_FALSE(parsed.result);
  EXPECT_EQ(parsed.result.error().kind(), ErrorKind::too_large);
}

TEST(Multipart, stops_at_the_first_error_of_its_user) {
  const Error refusal(ErrorKind::conflict, "test.nei", "test", {"Nei."});
  int after = 0;
  MultipartParser parser("b", {[&](const PartHead&) -> Result<void> { return Failure(refusal); },
                               [&](std::string_view) -> Result<void> {
                                 ++after;
                                 return {};
                               },
                               {}});
  const auto result = parser.write("--b\r\n\r\ndata\r\n--b--");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), "test.nei");
  EXPECT_EQ(after, 0);
}

TEST(Multipart, reads_the_boundary_of_a_content_type) {
  const auto of = [](std::string_view type) { return MultipartParser::boundary_of(type); };
  EXPECT_EQ(of("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(of("Multipart/Mixed; charset=utf-8; Boundary=\"a b:c\""), "a b:c");
  for (const auto* bad :
       {"multipart/form-data", "multipart/form-data; boundary=", "application/json; boundary=a",
        "multipart/form-data; boundary=\"a ", "multipart/form-data; boundary=\"a \"",
        "multipart/form-data; boundary=a\"b", "multipart/form-data; boundary=a; boundary=b",
        "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"}) {
    EXPECT_EQ(of(bad), std::nullopt) << bad;
  }
}

TEST(PartHeaders, are_read_each_for_itself_in_any_order_and_case) {
  const auto head = head_with(
      "X-Own: whatever; name=\"no\"\r\nCONTENT-TYPE:\t application/pdf; a=b \r\n"
      "content-disposition: form-data; filename=\"a%22b%22.pdf\"; name=\"c%22d%22\"");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->name, "c\"d\"");
  EXPECT_EQ(head->filename, "a\"b\".pdf");
  EXPECT_EQ(head->content_type, "application/pdf; a=b");
  EXPECT_EQ(head_with("X: y")->name, "");
}

TEST(PartHeaders, may_name_an_encoding_that_changes_no_byte_and_no_other) {
  for (const auto* encoding : {"binary", "8bit", "7bit", "Binary", " 8BIT "}) {
    EXPECT_TRUE(head_with("Content-Transfer-Encoding:" + std::string(encoding))) << encoding;
  }
  for (const auto* encoding : {"base64", "quoted-printable", "", "bin", "8bit, base64"}) {
    EXPECT_FALSE(head_with("Content-Transfer-Encoding:" + std::string(encoding))) << encoding;
  }
}

TEST(PartHeaders, have_no_control_character_but_a_tab) {
  EXPECT_TRUE(head_with("X: a\tb"));
  for (const auto* bad : {"X: a\x01", "X\x1f: a", "X: a\x7f", "Content-Type: a\x0b", "X: a\rb"}) {
    EXPECT_FALSE(head_with(bad)) << bad;
  }
  EXPECT_FALSE(head_with("Content-Type: a\xff"));
}

TEST(PartHeaders, may_be_8_kib_with_their_blank_line_and_no_more) {
  const std::string name = "X: ";
  const auto filled_to = [&](std::size_t size) { return name + std::string(size - name.size() - 4, 'h'); };
  EXPECT_TRUE(head_with(filled_to(8191)));
  EXPECT_TRUE(head_with(filled_to(8192)));
  EXPECT_FALSE(head_with(filled_to(8193)));
}

TEST(Boundary, may_be_70_characters_of_those_that_the_standard_names) {
  const auto of = [](const std::string& boundary) {
    return MultipartParser::boundary_of("multipart/form-data; boundary=\"" + boundary + "\"");
  };
  EXPECT_EQ(of(std::string(70, 'x')), std::string(70, 'x'));
  EXPECT_EQ(of(std::string(71, 'x')), std::nullopt);
  const std::string all = "09azAZ'()+_,-./:=? x";
  EXPECT_EQ(of(all), all);
  for (const char c : std::string("!#$%&*;<>@[]^`{|}~\t\x7f"))
    EXPECT_EQ(of(std::string("a") + c + "b"), std::nullopt) << c;
  EXPECT_EQ(MultipartParser::boundary_of("multipart/related;boundary=a"), "a");
  EXPECT_EQ(MultipartParser::boundary_of("multipartx/form-data; boundary=a"), std::nullopt);
}

}  // namespace
}  // namespace fangst::http
