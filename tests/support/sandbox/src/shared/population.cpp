#include "shared/identity_numbers.hpp"
#include "shared/people.hpp"

#include <array>

namespace fangst::sandbox {
namespace {

struct Row {
  const char* name;
  void (*shape)(Person&, TimePoint now);
};

TimePoint expired(TimePoint now) { return now - std::chrono::days(600); }

void expire(Person& person, TimePoint now) { person.mail_confirmed = person.mobile_confirmed = expired(now); }

/// The rows of the decision table, each in the shapes in which the registry may show it.
constexpr std::array<Row, 20> kRows{{
    {"fresh_digipost", [](Person& p, TimePoint) { p.mailbox = "digipost"; }},
    {"fresh_eboks", [](Person& p, TimePoint) { p.mailbox = "eboks"; }},
    {"fresh_no_mailbox", [](Person&, TimePoint) {}},
    {"fresh_empty_mailbox", [](Person& p, TimePoint) { p.empty_mailbox = true; }},
    {"fresh_empty_certificate",
     [](Person& p, TimePoint) {
       p.mailbox = "digipost";
       p.empty_certificate = true;
     }},
    {"only_mobile_fresh",
     [](Person& p, TimePoint now) {
       p.mail_confirmed = expired(now);
       p.mailbox = "digipost";
     }},
    {"only_mail_fresh",
     [](Person& p, TimePoint now) {
       p.mobile_confirmed = expired(now);
       p.mailbox = "eboks";
     }},
    {"mail_only", [](Person& p, TimePoint) { p.has_mobile = false; }},
    {"mobile_only", [](Person& p, TimePoint) { p.has_mail = false; }},
    {"fresh_unread", [](Person& p, TimePoint) { p.reads = false; }},
    {"expired_filtered",
     [](Person& p, TimePoint now) {
       expire(p, now);
       p.mailbox = "digipost";
     }},
    {"expired_unfiltered",
     [](Person& p, TimePoint now) {
       expire(p, now);
       p.mailbox = "digipost";
       p.filtered = false;
     }},
    {"expired_no_mailbox", [](Person& p, TimePoint now) { expire(p, now); }},
    {"no_contact_information",
     [](Person& p, TimePoint) {
       p.has_mail = false;
       p.has_mobile = false;
     }},
    {"reserved", [](Person& p, TimePoint) { p.reserved = true; }},
    {"reserved_with_mailbox",
     [](Person& p, TimePoint) {
       p.reserved = true;
       p.mailbox = "digipost";
     }},
    {"reserved_expired",
     [](Person& p, TimePoint now) {
       p.reserved = true;
       expire(p, now);
     }},
    {"deleted", [](Person& p, TimePoint) { p.status = RegistryStatus::deleted; }},
    {"not_registered", [](Person& p, TimePoint) { p.status = RegistryStatus::not_registered; }},
    {"fresh_digipost_unread",
     [](Person& p, TimePoint) {
       p.mailbox = "digipost";
       p.reads = false;
     }},
}};

}  // namespace

void populate(People& people, std::uint64_t seed, std::uint64_t count, TimePoint now) {
  for (std::uint64_t n = 0; n < count; ++n) {
    const Row& row = kRows[n % kRows.size()];
    Person person;
    person.id = synthetic_identity(seed, n);
    person.mail_confirmed = person.mobile_confirmed = now - std::chrono::days(10 + n % 400);
    person.row = row.name;
    row.shape(person, now);
    people.add(std::move(person));
  }
}

}  // namespace fangst::sandbox
