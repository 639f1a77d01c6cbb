#include "state_texts.hpp"

#include <fangst/policy/submission_life.hpp>
#include <fangst/store/reports.hpp>

#include <map>

namespace fangst::store {
namespace {

constexpr std::int64_t kDay = 86'400'000;

using SummaryRow =
    std::tuple<std::int64_t, std::string, std::string, std::string, std::string, std::string, std::string, std::int64_t,
               std::int64_t, std::optional<std::string>, std::optional<std::string>>;

std::int64_t& count_of(Balance& sum, policy::Account account) {
  switch (account) {
    case policy::Account::finished:
      return sum.finished;
    case policy::Account::parked:
      return sum.parked;
    case policy::Account::in_flight:
      break;
  }
  return sum.in_flight;
}

SubmissionSummary to_summary(SummaryRow&& row) {
  auto& [seq, id, source, key, type, state, step, received, updated, code, text] = row;
  return {seq,
          std::move(id),
          std::move(source),
          std::move(key),
          std::move(type),
          std::move(state),
          std::move(step),
          model::from_millis(received),
          model::from_millis(updated),
          code.value_or(""),
          text.value_or("")};
}

}  // namespace

std::vector<SubmissionSummary> list_submissions(sql::Session& session, const ListQuery& query) {
  // One statement for every combination: a criterion that is not set is compared with itself.
  auto rows = session.query<std::int64_t, std::string, std::string, std::string, std::string, std::string, std::string,
                            std::int64_t, std::int64_t, std::optional<std::string>, std::optional<std::string>>(
      "SELECT seq, id, source, external_key, type, state, step, received_at, updated_at, error_code, error_text "
      "FROM submission WHERE seq > :1 AND source = COALESCE(:2, source) AND external_key = COALESCE(:3, external_key) "
      "AND state = COALESCE(:4, state) ORDER BY seq LIMIT :5",
      query.after_seq, query.source.empty() ? std::nullopt : std::optional(query.source),
      query.external_key.empty() ? std::nullopt : std::optional(query.external_key),
      query.state ? std::optional(std::string(to_string(*query.state))) : std::nullopt, query.limit);
  std::vector<SubmissionSummary> list;
  list.reserve(rows.size());
  for (auto& row : rows) list.push_back(to_summary(std::move(row)));
  return list;
}

std::vector<Backlog> backlog(sql::Session& session) {
  std::vector<Backlog> result;
  for (auto& [pipeline, step, state, count, oldest] :
       session.query<std::string, std::string, std::string, std::int64_t, std::int64_t>(
           "SELECT pipeline, step, state, COUNT(*), MIN(received_at) FROM submission WHERE " +
           state_is_not(model::SubmissionState::finished) + " AND " + state_is_not(model::SubmissionState::closed) +
           " GROUP BY pipeline, step, state ORDER BY pipeline, step, state")) {
    result.push_back({pipeline, step, state, count, model::from_millis(oldest)});
  }
  return result;
}

std::vector<ParkedGroup> parked_groups(sql::Session& session) {
  std::vector<ParkedGroup> groups;
  for (auto& [step, code, text, count, first, last] :
       session.query<std::string, std::string, std::string, std::int64_t, std::int64_t, std::int64_t>(
           "SELECT step, COALESCE(error_code, ''), COALESCE(MAX(error_text), ''), COUNT(*), MIN(updated_at), "
           "MAX(updated_at) "
           "FROM submission WHERE " +
           state_is(model::SubmissionState::parked) +
           " GROUP BY step, COALESCE(error_code, '') ORDER BY COUNT(*) DESC, step")) {
    groups.push_back({step, code, text, count, model::from_millis(first), model::from_millis(last), {}});
  }
  for (auto& group : groups) {
    for (auto& [id] :
         session.query<std::string>("SELECT id FROM submission WHERE " + state_is(model::SubmissionState::parked) +
                                        " AND step = :1 AND COALESCE(error_code, '') = :2 "
                                        "ORDER BY updated_at LIMIT 5",
                                    group.step, group.code)) {
      group.examples.push_back(id);
    }
  }
  return groups;
}

std::vector<std::string> parked_in_group(sql::Session& session, const std::string& step, const std::string& code) {
  std::vector<std::string> ids;
  for (auto& [id] :
       session.query<std::string>("SELECT id FROM submission WHERE " + state_is(model::SubmissionState::parked) +
                                      " AND step = :1 AND COALESCE(error_code, '') = :2 "
                                      "ORDER BY seq",
                                  step, code)) {
    ids.push_back(id);
  }
  return ids;
}

std::vector<Balance> balance(sql::Session& session, model::Timestamp from, model::Timestamp to) {
  std::map<std::pair<std::string, std::string>, Balance> sums;
  const auto sum_of = [&sums](const std::string& source, std::int64_t day) -> Balance& {
    const auto text = model::to_rfc3339(model::from_millis(day * kDay)).substr(0, 10);
    auto& sum = sums[{source, text}];
    sum.source = source;
    sum.day = text;
    return sum;
  };
  for (auto& [source, day, state, count] : session.query<std::string, std::int64_t, std::string, std::int64_t>(
           "SELECT source, received_at / 86400000, state, COUNT(*) FROM submission "
           "WHERE received_at >= :1 AND received_at < :2 GROUP BY source, received_at / 86400000, state",
           model::to_millis(from), model::to_millis(to))) {
    auto& sum = sum_of(source, day);
    const auto known = model::parse_submission_state(state);
    count_of(sum, known ? policy::account_of(*known) : policy::Account::in_flight) += count;
  }
  for (auto& [source, day, outcome, count] : session.query<std::string, std::int64_t, std::string, std::int64_t>(
           "SELECT source, at / 86400000, outcome, COUNT(*) FROM intake_refusal WHERE at >= :1 AND at < :2 "
           "GROUP BY source, at / 86400000, outcome",
           model::to_millis(from), model::to_millis(to))) {
    auto& sum = sum_of(source, day);
    (outcome == "duplicate" ? sum.duplicate : sum.refused) += count;
  }
  // What came is counted by the log, not by the tables whose sum is to be checked against it.
  for (auto& [source, day, count] : session.query<std::string, std::int64_t, std::int64_t>(
           "SELECT source, at / 86400000, COUNT(*) FROM audit_entry WHERE at >= :1 AND at < :2 AND kind IN "
           "('submission.accepted', 'intake.refused', 'intake.duplicate', 'intake.conflict') "
           "GROUP BY source, at / 86400000",
           model::to_millis(from), model::to_millis(to))) {
    sum_of(source, day).received += count;
  }
  std::vector<Balance> result;
  result.reserve(sums.size());
  for (auto& [key, sum] : sums) result.push_back(std::move(sum));
  return result;
}

std::vector<RefusalSummary> list_refusals(sql::Session& session, const RefusalQuery& query) {
  // Only what is asked for stands in the statement: a comparison with itself would keep the indexes out of use.
  std::string sql =
      "SELECT seq, at, source, outcome, format, external_key, code, trace_id, fields FROM intake_refusal "
      "WHERE outcome <> 'duplicate'";
  std::vector<sql::Value> parameters;
  const auto where = [&](const char* column, const char* comparison, sql::Value value) {
    parameters.push_back(std::move(value));
    sql += std::string(" AND ") + column + comparison + ":" + std::to_string(parameters.size());
  };
  if (!query.source.empty()) where("source", " = ", query.source);
  if (!query.code.empty()) where("code", " = ", query.code);
  if (!query.trace_id.empty()) where("trace_id", " = ", query.trace_id);
  if (query.before_seq) where("seq", " < ", *query.before_seq);
  parameters.emplace_back(query.limit);
  sql += " ORDER BY seq DESC LIMIT :" + std::to_string(parameters.size());
  using enum sql::ColumnType;
  static constexpr sql::ColumnType columns[] = {integer, integer, text, text, text, text, text, text, text};
  std::vector<RefusalSummary> list;
  for (auto& row : session.fetch(sql, parameters, columns)) {
    const auto number = [&row](std::size_t i) { return std::get<std::int64_t>(row[i]); };
    const auto word = [&row](std::size_t i) { return std::get<std::string>(row[i]); };
    list.push_back(
        {number(0), model::from_millis(number(1)), word(2), word(3), word(4), word(5), word(6), word(7), word(8)});
  }
  return list;
}

std::vector<LetterSummary> letter_summary(sql::Session& session) {
  std::vector<LetterSummary> result;
  for (auto& [channel, state, count] : session.query<std::string, std::string, std::int64_t>(
           "SELECT COALESCE(channel, ''), state, COUNT(*) FROM letter GROUP BY COALESCE(channel, ''), state")) {
    result.push_back({channel, state, count});
  }
  return result;
}

}  // namespace fangst::store
