#pragma once

namespace fangst::queue {

/// The sentence for the operator while the database does not answer, whichever part of a queue found out.
inline constexpr const char* kDatabaseIsAway =
    "Databasen svarer ikke, så arbeid blir liggende. Det går videre av seg selv når den svarer igjen; se etter "
    "database.lost i loggen.";

}  // namespace fangst::queue
