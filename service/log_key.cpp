#include "log_key.hpp"

#include "settings/local.hpp"

#include <fangst/archive/embedded_archive.hpp>
#include <fangst/config/secret_file.hpp>
#include <fangst/store/tables.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>

namespace fangst::service {

crypto::Ed25519Key load_or_make_log_key(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
    const auto pem = crypto::Ed25519Key::generate().private_pem();
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const bool written =
        fd >= 0 && ::write(fd, pem.data(), pem.size()) == static_cast<ssize_t>(pem.size()) && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!written) throw std::runtime_error("cannot write " + file.string());
  }
  auto key = crypto::Ed25519Key::from_pem(config::read_secret(file) + "\n");
  if (!key) throw std::runtime_error(file.string() + " is no Ed25519 key in PEM");
  return std::move(*key);
}

std::unique_ptr<audit::Log> audit_log(const config::Document& config) {
  return std::make_unique<audit::Log>(audit::LogSettings{
      audit_origin(config), load_or_make_log_key(audit_key_file(config)), {store::tables(), archive::tables()}});
}

}  // namespace fangst::service
