#include "answers.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace fangst;
  using fuzz::require;
  const auto body = fuzz::view(data, size);
  if (const auto id = svarut::read_id(body))
    require(!id->empty() && id->size() <= size, "an id that was in the answer");
  if (const auto ids = svarut::read_ids(body)) require(ids->size() <= size, "no more ids than bytes");
  if (const auto statuses = svarut::read_statuses(body)) {
    for (const auto& [id, status] : *statuses) {
      require(!id.empty(), "a status belongs to a letter");
      require(status.progress == svarut::progress_of(status.dependency_status), "progress follows from the word alone");
    }
  }
  const auto error = svarut::read_error(body);
  require(error.error_code.size() + error.message.size() <= size + 64, "what was in the answer");
  // An error page is no proof that a letter was taken.
  if (body.find("GJENTAGENDE_FORSENDELSE") == std::string_view::npos && body.find('\\') == std::string_view::npos &&
      body.find("Forsendelse med samme mottaker") == std::string_view::npos) {
    require(!svarut::says_already_sent(error), "already sent only when the answer says so");
  }
  return 0;
}
