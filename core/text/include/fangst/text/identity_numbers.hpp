#pragma once

#include <string>
#include <string_view>

/// Foedselsnummer and D-numbers in free text (invariant 9). All functions look at runs of exactly 11 digits: a longer
/// number is no identity number. Pure and thread-safe. Which one to use depends on the cost of a mistake:
/// - text from a dependency: mask every run of 11 digits, since a mistyped number may still identify a person;
/// - the log, which holds many harmless numbers: mask numbers with valid control digits, also when written with a
/// space;
/// - text from a source: refuse numbers with valid control digits, except in text that a machine generated.
namespace fangst::text {

/// Replaces every run of 11 digits with asterisks, so that text from outside can be used in a pointer or a private
/// detail.
std::string mask_eleven_digits(std::string_view text);

/// As mask_eleven_digits, of at most the first `most` bytes, whole characters: a number that the cut goes through is
/// masked as well.
std::string mask_first_bytes(std::string_view text, std::size_t most);

/// Replaces every identity number with valid control digits with asterisks, also when it is written as 6 digits, space,
/// 5 digits. It is a last safeguard: callers must not pass text that is known to be personal.
std::string mask_identity_numbers(std::string_view text);

/// True when some run of 11 digits is an identity number, real or synthetic.
bool contains_foedselsnummer(std::string_view text);

/// As contains_foedselsnummer, but without UUIDs and hexadecimal words of 32 digits or more: one in some thousands of
/// them holds eleven digits that form a valid number by chance.
bool names_a_person(std::string_view text);

}  // namespace fangst::text
