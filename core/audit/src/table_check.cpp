#include <fangst/audit/table_check.hpp>

#include <exception>

namespace fangst::audit {
namespace {

constexpr std::size_t kListed = 100;
constexpr std::size_t kPage = 500;

std::vector<LogEntry> page_of(sql::Session& session, const std::string& kind, std::int64_t after) {
  std::vector<LogEntry> entries;
  for (auto& [index, at, submission, source, actor, body] :
       session.query<std::int64_t, std::int64_t, std::string, std::string, std::string, std::string>(
           "SELECT idx, at, submission_id, source, actor, body FROM audit_entry WHERE kind = :1 AND idx > :2 "
           "ORDER BY idx LIMIT :3",
           kind, after, kPage)) {
    entries.push_back({index, at, kind, std::move(submission), std::move(source), std::move(actor), std::move(body)});
  }
  return entries;
}

}  // namespace

void Faults::add(std::string text) {
  ++count_;
  if (list_.size() < kListed) list_.push_back(std::move(text));
}

void Faults::compare(const std::string& row, const std::vector<std::string>& columns,
                     const std::vector<sql::Value>& expected, const std::vector<sql::Value>& found) {
  std::string names;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (expected.at(i) != found.at(i)) names += (names.empty() ? "" : ", ") + columns[i];
  }
  if (!names.empty()) add(row + " stemmer ikke med loggen: " + names + ".");
}

Snapshot::Snapshot(sql::Session& session) : session_(session), thrown_before_(std::uncaught_exceptions()) {
  session_.run(session_.is_postgresql() ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
}

Snapshot::~Snapshot() noexcept(false) {
  try {
    session_.run("ROLLBACK");
  } catch (const sql::SqlError&) {
    // What is on its way already says what broke the connection; two at once would end the process.
    if (std::uncaught_exceptions() == thrown_before_) throw;
  }
}

void each_entry(sql::Session& session, const std::string& kind, const std::function<void(const LogEntry&)>& visit) {
  for (std::int64_t after = -1;;) {
    const Snapshot snapshot(session);
    const auto entries = page_of(session, kind, after);
    if (entries.empty()) return;
    for (const auto& entry : entries) visit(entry);
    after = entries.back().index;
  }
}

void compare_count(sql::Session& session, Faults& faults, const std::string& table,
                   const std::vector<std::string>& kinds) {
  const Snapshot snapshot(session);
  const auto count = [&session](const std::string& sql, auto&&... parameters) {
    return std::get<0>(session.query<std::int64_t>(sql, parameters...).at(0));
  };
  std::int64_t logged = 0;
  for (const auto& kind : kinds) logged += count("SELECT COUNT(*) FROM audit_entry WHERE kind = :1", kind);
  const auto found = count("SELECT COUNT(*) FROM " + table);
  if (logged == found) return;
  faults.add("Tabellen " + table + " har " + std::to_string(found) + " rader, men loggen forteller om " +
             std::to_string(logged) + ".");
}

}  // namespace fangst::audit
