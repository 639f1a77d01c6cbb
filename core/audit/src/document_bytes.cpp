#include "checks.hpp"

#include <array>

namespace fangst::audit {
namespace {

constexpr std::int64_t kPage = 500;

using DocumentRow = std::tuple<std::string, std::int64_t>;

Result<std::vector<DocumentRow>> page_after(sql::Database& database, const std::string& after) {
  std::vector<DocumentRow> rows;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    rows = session.query<std::string, std::int64_t>(
        "SELECT sha256, size FROM document WHERE sha256 > :1 ORDER BY sha256 LIMIT :2", after, kPage);
    return {};
  }));
  return rows;
}

Result<std::uint64_t> count_documents(sql::Database& database) {
  std::int64_t count = 0;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    count = std::get<0>(session.query<std::int64_t>("SELECT COUNT(*) FROM document").at(0));
    return {};
  }));
  return static_cast<std::uint64_t>(count);
}

/// The reader itself compares the hash when it comes to the end.
Result<void> read_through(ports::DocumentStore& documents, const model::Sha256& sha256, std::int64_t size) {
  FANGST_TRY(const auto reader, documents.open(sha256));
  std::array<char, 64U << 10U> buffer{};
  std::uint64_t total = 0;
  for (;;) {
    FANGST_TRY(const auto count, reader->read(buffer));
    if (count == 0) break;
    total += count;
  }
  if (total == static_cast<std::uint64_t>(size)) return {};
  return Failure(
      Error(ErrorKind::corrupt, "dokument.stoerrelse", "audit.verify",
            PublicText{"Et dokument har en annen størrelse enn det som er lagret. Dokumentlageret må kontrolleres."}));
}

}  // namespace

Result<std::uint64_t> check_document_bytes(sql::Database& database, Faults& faults,
                                           const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  FANGST_TRY(const auto total, count_documents(database));
  std::uint64_t done = 0;
  for (std::string after;;) {
    FANGST_TRY(const auto rows, page_after(database, after));
    if (rows.empty()) return done;
    for (const auto& [hex, size] : rows) {
      const auto sha256 = model::Sha256::from_hex(hex);
      if (!sha256 || !read_through(database.documents(), *sha256, size)) {
        faults.add("Dokument " + hex + " er ikke lenger det som ble lagret.");
      }
      if (progress) progress(++done, std::max(done, total));
    }
    after = std::get<0>(rows.back());
  }
}

}  // namespace fangst::audit
