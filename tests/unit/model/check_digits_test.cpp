#include <fangst/model/check_digits.hpp>
#include <fangst/model/person_identifier.hpp>

#include <gtest/gtest.h>

#include <initializer_list>
#include <ostream>
#include <string>
#include <type_traits>

namespace fangst::model {
namespace {

constexpr auto kProduction = IdentityRealm::production;
constexpr auto kSynthetic = IdentityRealm::synthetic;

// Numbers that nobody has: 500 to 899 is given to nobody born in the years 40 to 53, nor 750 to 899 in 96; 1900 had no
// 29 February, and 2039 is not here yet.
constexpr std::string_view kRealForm[] = {"13094570055", "29029680025", "29020010027", "15023970039", "53094570049"};
constexpr std::string_view kSyntheticForm[] = {"17912099997", "29822099635", "05840399895", "12829499914",
                                               "21929774873", "10915596784", "20914695016",                 // +80
                                               "57912075186", "69822075096", "41814061033", "41810021827",  // D + 80
                                               "15507600333", "29422059278", "13527248013",                 // +40
                                               "55507608360"};                                              // D + 40

TEST(Foedselsnummer, of_the_real_form_is_valid_in_production_alone) {
  for (const auto number : kRealForm) {
    EXPECT_TRUE(has_valid_control_digits(number)) << number;
    EXPECT_TRUE(is_valid_foedselsnummer(number, kProduction)) << number;
    EXPECT_FALSE(is_valid_foedselsnummer(number, kSynthetic)) << number;
  }
}

TEST(Foedselsnummer, of_the_synthetic_form_is_valid_in_test_alone) {
  for (const auto number : kSyntheticForm) {
    EXPECT_TRUE(has_valid_control_digits(number)) << number;
    EXPECT_TRUE(is_valid_foedselsnummer(number, kSynthetic)) << number;
    EXPECT_FALSE(is_valid_foedselsnummer(number, kProduction)) << number;
  }
}

TEST(Foedselsnummer, may_follow_the_rule_of_2032) {
  for (const auto* number : {"02013299903", "30108299939", "02013299997", "02013299806", "30108299920"}) {
    EXPECT_TRUE(is_valid_foedselsnummer(number, kProduction)) << number;
  }
}

TEST(Foedselsnummer, is_refused_when_a_control_digit_is_wrong) {
  for (const auto* number : {"13094570065", "13094570056", "38850903357"}) {
    EXPECT_FALSE(has_valid_control_digits(number)) << number;
  }
}

TEST(Foedselsnummer, is_refused_when_any_single_digit_is_changed) {
  // k2 is a plain modulus 11 over all digits: it catches every change of one digit.
  const std::string good = "20914695016";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (char other = '0'; other <= '9'; ++other) {
      auto changed = good;
      changed[i] = other;
      EXPECT_EQ(has_valid_control_digits(changed), changed == good) << changed;
    }
  }
}

int sum(std::string_view number, std::initializer_list<int> weights) {
  int total = 0;
  auto digit = number.begin();
  for (const int weight : weights) total += weight * (*digit++ - '0');
  return total;
}

/// The first number of that date with that residue of k1, whose k2 matches. Only the sums decide here.
std::string number_of(const std::string& date, int k1_residue) {
  for (int rest = 0; rest < 100'000; ++rest) {
    auto text = std::to_string(rest);
    text.insert(0, 5 - text.size(), '0');
    const auto number = date + text;
    if (sum(number, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 == k1_residue &&
        sum(number, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0) {
      return number;
    }
  }
  return {};
}

std::string with_control_digits(const std::string& date) { return number_of(date, 0); }

TEST(Foedselsnummer, has_a_first_control_digit_with_a_residue_of_0_to_3) {
  for (int residue = 0; residue < 11; ++residue) {
    const auto number = number_of("018172", residue);
    ASSERT_FALSE(number.empty()) << residue;
    EXPECT_EQ(has_valid_control_digits(number), residue <= 3) << number;
  }
}

TEST(Foedselsnummer, is_refused_when_the_date_does_not_exist) {
  for (const auto* date : {"310272", "300272", "290223", "320172", "000172", "011372", "010072", "310472",
                           "400172",  // a D-number has day 41 to 71
                           "720172", "413272", "018072", "019372", "014072", "015372", "715402", "700204"}) {
    const auto number = with_control_digits(date);
    ASSERT_FALSE(number.empty());
    EXPECT_FALSE(has_valid_control_digits(number)) << number;
  }
}

TEST(Foedselsnummer, may_be_of_a_leap_day_and_of_the_ends_of_the_ranges) {
  for (const auto* date :
       {"290200", "290224", "310172", "311272", "410172", "710172", "014172", "015272", "018172", "019272", "719272"}) {
    const auto number = with_control_digits(date);
    ASSERT_FALSE(number.empty());
    EXPECT_TRUE(has_valid_control_digits(number)) << number;
  }
}

TEST(Foedselsnummer, has_eleven_digits_and_nothing_else) {
  for (const auto* text :
       {"", "2091469501", "209146950160", "20914695O16", "209146 95016", " 20914695016", "-0914695016"}) {
    EXPECT_FALSE(has_valid_control_digits(text)) << text;
    EXPECT_FALSE(is_valid_foedselsnummer(text, kSynthetic)) << text;
  }
}

TEST(Organisasjonsnummer, is_checked_by_modulus_11) {
  for (const auto* number : {"991825827", "984661185", "922020175", "974760673", "310075728"}) {
    EXPECT_TRUE(is_valid_organisasjonsnummer(number)) << number;
  }
  for (const auto* number : {"123456789", "811413732", "984661186", "", "98466118", "9846611850", "98466118X"}) {
    EXPECT_FALSE(is_valid_organisasjonsnummer(number)) << number;
  }
}

template <class T, class = void>
struct CanBeStreamed : std::false_type {};
template <class T>
struct CanBeStreamed<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {};

TEST(PersonIdentifier, cannot_reach_a_log_line_by_accident) {
  EXPECT_FALSE(CanBeStreamed<PersonIdentifier>::value);
  EXPECT_FALSE((std::is_convertible_v<PersonIdentifier, std::string>));
  EXPECT_FALSE((std::is_convertible_v<PersonIdentifier, std::string_view>));
  EXPECT_FALSE((std::is_convertible_v<std::string, PersonIdentifier>));
  EXPECT_EQ(PersonIdentifier{"20914695016"}.reveal(), "20914695016");
  EXPECT_TRUE(PersonIdentifier{}.empty());
}

}  // namespace
}  // namespace fangst::model
