#pragma once

#include "both_databases.hpp"

#include <fangst/archive/embedded_archive.hpp>
#include <fangst/model/timestamp.hpp>

namespace fangst::testing {

/// The embedded archive over a real database, with documents stored as intake stores them.
class ArchiveCase : public BothDatabases {
 protected:
  void SetUp() override {
    BothDatabases::SetUp();
    if (database) core.emplace(**database, embedded);
  }
  std::vector<audit::ModuleTables> modules() override { return {archive::tables()}; }

  /// A submission whose document is in the store.
  model::Submission submission(const std::string& key = "K-1", const std::string& case_key = "S-1") {
    sql::Write write;
    const auto acceptance = SubmissionMaker{key, case_key, "innhold " + key}.make(**database, write.documents);
    write.apply = [](sql::Transaction&) -> Result<void> { return {}; };
    if (!(*database)->write(std::move(write))) throw std::runtime_error("write");
    return acceptance.submission;
  }

  ports::ArchivedRecord capture(const model::Submission& what) {
    auto record = core->capture(what);
    if (!record) throw std::runtime_error(record.error().code() + ": " + record.error().private_detail());
    return *record;
  }

  template <class... Columns>
  std::vector<std::tuple<Columns...>> rows(const std::string& sql) {
    std::vector<std::tuple<Columns...>> result;
    const auto read = (*database)->read([&](sql::Session& session) -> Result<void> {
      result = session.query<Columns...>(sql);
      return {};
    });
    if (!read) throw std::runtime_error(read.error().private_detail());
    return result;
  }

  std::int64_t count(const std::string& table) {
    return std::get<0>(rows<std::int64_t>("SELECT COUNT(*) FROM " + table).at(0));
  }

  void set_clock(const std::string& utc) { database->clock->set_wall(model::parse_timestamp(utc).value()); }

  void change(const std::string& sql) {
    ASSERT_TRUE((*database)->write([&](sql::Transaction& tx) -> Result<void> {
      tx.run(sql);
      return {};
    }));
  }

  archive::EmbeddedArchive embedded;
  std::optional<CommittedArchive> core;
};

}  // namespace fangst::testing
