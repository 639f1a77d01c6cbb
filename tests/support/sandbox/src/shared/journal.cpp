#include "shared/journal.hpp"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace fangst::sandbox {
namespace {

/// False when the last record was cut short by a kill: the next one must not be joined to it.
bool ends_with_newline(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (in.tellg() <= 0) return true;
  in.seekg(-1, std::ios::end);
  return in.get() == '\n';
}

}  // namespace

Journal::Journal(const std::filesystem::path& file)
    : file_(file), descriptor_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), file.string());
  if (!ends_with_newline(file)) write("\n");
}

Journal::~Journal() { ::close(descriptor_); }

void Journal::append(const nlohmann::json& record) {
  const std::string line = record.dump() + "\n";
  std::lock_guard lock(mutex_);
  write(line);
}

void Journal::write(const std::string& line) {
  for (std::size_t sent = 0; sent < line.size();) {
    const ssize_t written = ::write(descriptor_, line.data() + sent, line.size() - sent);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw std::system_error(errno, std::generic_category(), file_.string());
    sent += std::size_t(written);
  }
}

void Journal::replay(const std::function<void(const nlohmann::json&)>& take) const {
  std::ifstream in(file_);
  for (std::string line; std::getline(in, line);) {
    const auto record = nlohmann::json::parse(line, nullptr, false);
    if (!record.is_discarded()) take(record);
  }
}

}  // namespace fangst::sandbox
