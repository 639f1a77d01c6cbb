// What this machine can do at best: synced appends, hashing, signing. One JSON object a line.

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
using Json = nlohmann::ordered_json;

void require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(what);
}

/// Repeats one operation for so long, and tells its rate and latency.
Json measure(const std::string& name, double seconds, const std::function<void()>& operation) {
  for (int i = 0; i < 3; ++i) operation();
  std::vector<double> latencies;
  const auto began = Clock::now();
  auto now = began;
  while (Seconds(now - began).count() < seconds) {
    operation();
    const auto after = Clock::now();
    latencies.push_back(Seconds(after - now).count() * 1e6);
    now = after;
  }
  std::sort(latencies.begin(), latencies.end());
  const auto at = [&](double share) {
    return latencies[static_cast<std::size_t>(share * double(latencies.size() - 1))];
  };
  return {{"name", name},
          {"per_second", double(latencies.size()) / Seconds(now - began).count()},
          {"p50_us", at(0.5)},
          {"p99_us", at(0.99)},
          {"max_us", latencies.back()}};
}

class ScratchFile {
 public:
  explicit ScratchFile(const std::filesystem::path& folder) : path_(folder / "fangst-bench-append") {
    file_ = ::open(path_.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), path_.string());
  }
  ~ScratchFile() {
    ::close(file_);
    std::filesystem::remove(path_);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  void append_synced(const std::string& block) {
    require(::write(file_, block.data(), block.size()) == static_cast<ssize_t>(block.size()), "write");
    require(::fdatasync(file_) == 0, "fdatasync");
  }

 private:
  std::filesystem::path path_;
  int file_ = -1;
};

Json appends(const std::filesystem::path& folder, std::size_t bytes, double seconds) {
  ScratchFile file(folder);
  const std::string block(bytes, 'x');
  return measure("append_fdatasync_" + std::to_string(bytes), seconds, [&] { file.append_synced(block); });
}

Json hashing(std::size_t bytes, double seconds) {
  const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method{EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free};
  const std::string block(bytes, 'x');
  auto result = measure("sha256_" + std::to_string(bytes), seconds, [&] {
    unsigned char digest[32];
    require(EVP_Digest(block.data(), block.size(), digest, nullptr, method.get(), nullptr) == 1, "EVP_Digest");
  });
  result["megabytes_per_second"] = result["per_second"].get<double>() * double(bytes) / 1e6;
  return result;
}

Json signing(double seconds) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_RSA_gen(2048), &EVP_PKEY_free};
  require(key != nullptr, "EVP_RSA_gen");
  const std::string message(500, 'x');
  return measure("rsa2048_sign", seconds, [&] {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    unsigned char signature[256];
    std::size_t size = sizeof signature;
    require(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1, "EVP_DigestSignInit");
    require(EVP_DigestSign(context.get(), signature, &size, reinterpret_cast<const unsigned char*>(message.data()),
                           message.size()) == 1,
            "EVP_DigestSign");
  });
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{"The limits of this machine"};
  std::filesystem::path folder = ".";
  double seconds = 2;
  app.add_option("--dir", folder, "On the disk to be measured")->capture_default_str()->check(CLI::ExistingDirectory);
  app.add_option("--seconds", seconds, "Per measurement")->capture_default_str()->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);

  for (const std::size_t bytes : {4096U, 20480U}) std::cout << appends(folder, bytes, seconds).dump() << std::endl;
  for (const std::size_t bytes : {4096U, 20480U, 1U << 20U}) std::cout << hashing(bytes, seconds).dump() << std::endl;
  std::cout << signing(seconds).dump() << std::endl;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
