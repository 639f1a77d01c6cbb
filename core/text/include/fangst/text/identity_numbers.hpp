#pragma once

#include <string>
#include <string_view>

/// Foedselsnummer and D-numbers in free text (invariant 9). All look at runs of exactly 11 digits: a longer number is
/// no identity number. They differ in what a mistake would cost:
/// - what a peer wrote is masked by its form alone, since a mistyped number still tells who somebody is;
/// - the log, where many harmless numbers stand, by the control digits, but also in the way people write them;
/// - what a source sends in is refused by the control digits, except where a machine made the digits.
namespace fangst::text {

/// Asterisks in place of every run of 11 digits: what a peer wrote may then stand in a pointer or a private detail.
std::string mask_eleven_digits(std::string_view text);

/// Asterisks in place of every identity number with valid control digits, also written as 6 digits, space, 5 digits. A
/// last filter: what is known to be personal must not come this far.
std::string mask_identity_numbers(std::string_view text);

/// True when some run of 11 digits is an identity number, real or synthetic.
bool contains_foedselsnummer(std::string_view text);

/// As contains_foedselsnummer, but UUIDs and hexadecimal words of 32 digits or more are passed over: one in some
/// thousands of them holds eleven digits that would pass for a person.
bool names_a_person(std::string_view text);

}  // namespace fangst::text
