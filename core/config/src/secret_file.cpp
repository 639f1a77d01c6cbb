#include <fangst/config/secret_file.hpp>

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace fangst::config {

std::string read_secret(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw std::runtime_error("finner ingen fil " + file.string() + ".");
  }
  if ((status.st_mode & S_IROTH) != 0) {
    throw std::runtime_error(file.string() + " kan leses av alle. Bruk chmod 600.");
  }
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) throw std::runtime_error("får ikke lese " + file.string() + ".");
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty()) throw std::runtime_error(file.string() + " er tom.");
  return text;
}

}  // namespace fangst::config
