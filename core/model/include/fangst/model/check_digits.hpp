#pragma once

#include <string_view>

namespace fangst::model {

/// Which identity numbers an installation may meet. A test environment knows only synthetic people (+80 or +40 on the
/// month), production only real ones. A number of the other kind is refused at intake, and again before a registry is
/// asked.
enum class IdentityRealm { production, synthetic };

/// Foedselsnummer or D-number of 11 digits: the date exists, k1 has a residue of 0..3 (the rule of 2032), k2 matches.
/// Source: Skatteetaten, birth numbers from 2032.
bool is_valid_foedselsnummer(std::string_view number, IdentityRealm realm);
/// The control digits and the date alone, whatever the realm.
bool has_valid_control_digits(std::string_view number);
/// 9 digits, modulus 11.
bool is_valid_organisasjonsnummer(std::string_view number);

}  // namespace fangst::model
