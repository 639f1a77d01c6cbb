#include "letter_rows.hpp"

#include <fangst/sql/insert.hpp>

namespace fangst::store {
namespace {

using OptionalText = std::optional<std::string>;
using OptionalTime = std::optional<std::int64_t>;

const std::string kSelect =
    "SELECT id, submission_id, part_no, channel, reason, state, external_id, dependency_status, chosen_at, claimed_by, "
    "claimed_at, dispatched_at FROM letter ";

std::optional<model::Timestamp> to_time(std::optional<std::int64_t> millis) {
  if (!millis) return std::nullopt;
  return model::from_millis(*millis);
}

std::optional<std::int64_t> to_column(std::optional<model::Timestamp> at) {
  if (!at) return std::nullopt;
  return model::to_millis(*at);
}

OptionalText name_of(std::optional<model::Channel> channel) {
  if (!channel) return std::nullopt;
  return channel->str();
}

[[noreturn]] void unreadable(const std::string& id) {
  throw sql::BrokenInvariant({ErrorKind::corrupt, "lager.ukjent_tilstand", "store.letter",
                              PublicText{"Brevet står i en tilstand som denne versjonen av Fangst ikke kjenner."},
                              PrivateDetail{id}});
}

std::vector<model::Letter> read(sql::Session& session, const std::string& sql, const std::string& key) {
  std::vector<model::Letter> letters;
  for (auto& [id, submission, part, channel, reason, state_name, external_id, status, chosen_at, claimed_by, claimed_at,
              dispatched_at] :
       session.query<std::string, std::string, std::int64_t, OptionalText, std::string, std::string, std::string,
                     std::string, OptionalTime, std::string, OptionalTime, OptionalTime>(sql, key)) {
    const auto state = model::parse_letter_state(state_name);
    if (!state) unreadable(id);
    auto& letter = letters.emplace_back();
    letter.id = model::LetterId(id);
    letter.submission = model::SubmissionId(submission);
    letter.part_no = static_cast<int>(part);
    if (channel) letter.channel = model::Channel(*channel);
    letter.reason = reason;
    letter.state = *state;
    letter.external_id = external_id;
    letter.dependency_status = status;
    letter.chosen_at = to_time(chosen_at);
    letter.claimed_by = claimed_by;
    letter.claimed_at = to_time(claimed_at);
    letter.dispatched_at = to_time(dispatched_at);
  }
  return letters;
}

}  // namespace

policy::LetterLife life_of(const model::Letter& letter) {
  policy::LetterLife life;
  life.state = letter.state;
  life.part_no = letter.part_no;
  life.channel = name_of(letter.channel);
  life.reason = letter.reason;
  life.external_id = letter.external_id;
  life.dependency_status = letter.dependency_status;
  life.chosen_at = letter.chosen_at;
  life.claimed_by = letter.claimed_by;
  life.claimed_at = letter.claimed_at;
  life.dispatched_at = letter.dispatched_at;
  return life;
}

model::Letter with_life(model::Letter letter, const policy::LetterLife& life) {
  letter.state = life.state;
  letter.part_no = life.part_no;
  letter.channel = life.channel ? std::optional(model::Channel(*life.channel)) : std::nullopt;
  letter.reason = life.reason;
  letter.external_id = life.external_id;
  letter.dependency_status = life.dependency_status;
  letter.chosen_at = life.chosen_at;
  letter.claimed_by = life.claimed_by;
  letter.claimed_at = life.claimed_at;
  letter.dispatched_at = life.dispatched_at;
  return letter;
}

std::optional<model::Letter> find_letter(sql::Session& session, const model::LetterId& id) {
  static const auto sql = kSelect + "WHERE id = :1";
  auto found = read(session, sql, id.str());
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<model::Letter> find_letters(sql::Session& session, const model::SubmissionId& submission) {
  static const auto sql = kSelect + "WHERE submission_id = :1 ORDER BY part_no";
  return read(session, sql, submission.str());
}

bool insert_letter(sql::Transaction& tx, const model::Letter& letter) {
  const auto inserted = sql::insert_row(tx, "letter",
                                        {{"id", letter.id.str()},
                                         {"submission_id", letter.submission.str()},
                                         {"part_no", letter.part_no},
                                         {"channel", name_of(letter.channel)},
                                         {"reason", letter.reason},
                                         {"state", to_string(letter.state)},
                                         {"external_id", letter.external_id},
                                         {"dependency_status", letter.dependency_status},
                                         {"chosen_at", to_column(letter.chosen_at)},
                                         {"claimed_by", letter.claimed_by},
                                         {"claimed_at", to_column(letter.claimed_at)},
                                         {"dispatched_at", to_column(letter.dispatched_at)}},
                                        "ON CONFLICT (submission_id, part_no) DO NOTHING");
  return inserted == 1;
}

bool write_letter(sql::Transaction& tx, const model::Letter& seen, const policy::LetterLife& life) {
  const auto written = tx.run(
      "UPDATE letter SET state = :1, external_id = :2, dependency_status = :3, claimed_by = :4, claimed_at = :5, "
      "dispatched_at = :6 WHERE id = :7 AND state = :8 AND claimed_by = :9",
      to_string(life.state), life.external_id, life.dependency_status, life.claimed_by, to_column(life.claimed_at),
      to_column(life.dispatched_at), seen.id.str(), to_string(seen.state), seen.claimed_by);
  return written == 1;
}

void write_choice(sql::Transaction& tx, const model::Letter& letter) {
  tx.run("UPDATE letter SET channel = :1, reason = :2, chosen_at = :3 WHERE id = :4", name_of(letter.channel),
         letter.reason, to_column(letter.chosen_at), letter.id.str());
}

void delete_letter(sql::Transaction& tx, const model::LetterId& id) {
  tx.run("DELETE FROM letter WHERE id = :1", id.str());
}

}  // namespace fangst::store
