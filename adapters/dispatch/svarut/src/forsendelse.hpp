#pragma once

#include <fangst/ports/mail_dispatcher.hpp>
#include <fangst/svarut/dispatcher.hpp>

#include <string>
#include <vector>

namespace fangst::svarut {

/// A letter in SvarUt's form: which call, its JSON, and the file names, in order, that the parts must have.
struct Forsendelse {
  std::string kind;  ///< "person", "organisasjon" or "print": the last part of the URL.
  std::string json;
  std::vector<std::string> filnavn;
};

/// `invalid_input` when SvarUt would refuse the letter for what it lacks; `too_large` above what SvarUt prints.
Result<Forsendelse> make_forsendelse(const ports::OutgoingLetter& letter, const Settings& settings);

}  // namespace fangst::svarut
