#include "secret_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace fangst::service {

std::string read_secret(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    throw std::runtime_error("cannot read " + file.string());
  if ((status.st_mode & S_IROTH) != 0)
    throw std::runtime_error(file.string() + " may be read by everyone; use mode 0600");
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in && !in.eof()) throw std::runtime_error("cannot read " + file.string());
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

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
  auto key = crypto::Ed25519Key::from_pem(read_secret(file) + "\n");
  if (!key) throw std::runtime_error(file.string() + " is no Ed25519 key in PEM");
  return std::move(*key);
}

}  // namespace fangst::service
