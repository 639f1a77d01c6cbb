#include "document_files.hpp"

#include "file_descriptor.hpp"

#include <fangst/crypto/hasher.hpp>
#include <fangst/crypto/random.hpp>

#include <fcntl.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace fangst::sql {
namespace {

/// Before each document in a segment: makes the file readable without the database.
constexpr std::string_view kRecordMark = "FNGSTD1\n";

Error disk_error(std::string_view where) {
  return {ErrorKind::unavailable, "lager.disk", std::string(where),
          PublicText{"Dokumentet kunne ikke lagres akkurat nå. Prøv igjen om litt."},
          PrivateDetail{std::strerror(errno)}};
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void sync_directory(const std::filesystem::path& directory) {
  const FileDescriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.is_open() || ::fsync(fd.get()) != 0) storage_failed("sync of " + directory.string());
}

class Pending final : public ports::PendingDocument {
 public:
  Pending(model::Sha256 sha256, std::uint64_t size, std::string bytes, std::filesystem::path file)
      : sha256_(sha256), size_(size), bytes_(std::move(bytes)), file_(std::move(file)), is_large_(!file_.empty()) {}
  ~Pending() override {
    std::error_code ignored;
    if (!file_.empty()) std::filesystem::remove(file_, ignored);
  }
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  const model::Sha256& sha256() const override { return sha256_; }
  std::uint64_t size() const override { return size_; }
  const std::string& bytes() const { return bytes_; }
  bool is_large() const { return is_large_; }
  /// Empty once it has been moved to its place, where it stays also when that transaction failed.
  const std::filesystem::path& file() const { return file_; }
  void file_was_moved() { file_.clear(); }

 private:
  model::Sha256 sha256_;
  std::uint64_t size_;
  std::string bytes_;
  std::filesystem::path file_;
  bool is_large_;
};

class Writer final : public ports::DocumentWriter {
 public:
  Writer(std::filesystem::path incoming, std::size_t small) : incoming_(std::move(incoming)), small_(small) {}
  ~Writer() override {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  Result<void> write(std::string_view bytes) override {
    hasher_.update(bytes);
    size_ += bytes.size();
    if (!file_.is_open() && buffer_.size() + bytes.size() <= small_) {
      buffer_ += bytes;
      return {};
    }
    if (!file_.is_open()) FANGST_CHECK(spill());
    if (!write_all(file_.get(), bytes)) return Failure(disk_error("sql.document.write"));
    return {};
  }

  Result<std::shared_ptr<ports::PendingDocument>> finish() override {
    // Synced here, on the receiver's thread, so that one large document does not hold up the group commit.
    if (file_.is_open() && ::fsync(file_.get()) != 0) storage_failed("sync of a received document");
    return std::make_shared<Pending>(hasher_.finish(), size_, std::move(buffer_), std::exchange(path_, {}));
  }

 private:
  Result<void> spill() {
    path_ = incoming_ / crypto::uuid_v4();
    file_ = FileDescriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file_.is_open() || !write_all(file_.get(), buffer_)) return Failure(disk_error("sql.document.begin"));
    std::string().swap(buffer_);
    return {};
  }

  std::filesystem::path incoming_;
  std::size_t small_;
  crypto::Hasher hasher_;
  std::uint64_t size_ = 0;
  std::string buffer_;
  std::filesystem::path path_;
  FileDescriptor file_;
};

class Reader final : public ports::ByteSource {
 public:
  Reader(FileDescriptor file, std::uint64_t offset, std::uint64_t size, model::Sha256 expected)
      : file_(std::move(file)), offset_(offset), size_(size), expected_(expected) {}

  std::uint64_t size() const override { return size_; }

  Result<void> rewind() override {
    position_ = 0;
    hasher_.finish();
    return {};
  }

  Result<std::size_t> read(std::span<char> buffer) override {
    const auto wanted = std::min<std::uint64_t>(buffer.size(), size_ - position_);
    if (wanted == 0) return verify_end();
    const auto got = ::pread(file_.get(), buffer.data(), wanted, static_cast<off_t>(offset_ + position_));
    if (got <= 0) return Failure(corrupt("kortere enn da det ble lagret"));
    hasher_.update({buffer.data(), static_cast<std::size_t>(got)});
    position_ += static_cast<std::uint64_t>(got);
    if (position_ == size_) FANGST_CHECK(verify_end());
    return static_cast<std::size_t>(got);
  }

 private:
  Result<std::size_t> verify_end() {
    if (verified_) return 0U;
    if (hasher_.finish() != expected_) return Failure(corrupt("endret siden det ble lagret"));
    verified_ = true;
    return 0U;
  }

  Error corrupt(const std::string& how) const {
    return {ErrorKind::corrupt, "lager.dokument_endret", "sql.document.read",
            PublicText{"Dokumentet i lageret er " + how + ". Det blir ikke brukt. Hent det fra sikkerhetskopi."},
            PrivateDetail{"sha256 " + expected_.hex()}};
  }

  FileDescriptor file_;
  std::uint64_t offset_;
  std::uint64_t size_;
  model::Sha256 expected_;
  crypto::Hasher hasher_;
  std::uint64_t position_ = 0;
  bool verified_ = false;
};

std::string big_endian(std::uint64_t value) {
  std::string bytes(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) bytes[7 - i] = static_cast<char>((value >> (8 * i)) & 0xFFU);
  return bytes;
}

/// "segment:<name>:<offset>:<size>" or "file:<path below the documents>:0:<size>".
struct Location {
  std::string kind, name;
  std::uint64_t offset = 0, size = 0;
};

std::optional<Location> parse_location(const std::string& text) {
  const auto first = text.find(':');
  const auto third = text.rfind(':');
  const auto second = text.rfind(':', third - 1);
  if (first == std::string::npos || second <= first || third <= second) return std::nullopt;
  Location location{text.substr(0, first), text.substr(first + 1, second - first - 1)};
  const auto number = [&](std::size_t from, std::size_t to, std::uint64_t& value) {
    const auto* end = text.data() + to;
    const auto read = std::from_chars(text.data() + from, end, value);
    return read.ec == std::errc{} && read.ptr == end;
  };
  if (location.kind != "segment" && location.kind != "file") return std::nullopt;
  if (!number(second + 1, third, location.offset) || !number(third + 1, text.size(), location.size))
    return std::nullopt;
  return location;
}

}  // namespace

DocumentFiles::DocumentFiles(const DatabaseSettings& settings, const ports::Clock& clock, Locate locate)
    : directory_(settings.directory / "documents"),
      node_(settings.node),
      small_document_(settings.small_document),
      segment_limit_(settings.segment),
      clock_(clock),
      locate_(std::move(locate)) {
  // What a crash left half received was never promised to anyone.
  std::filesystem::remove_all(directory_ / "incoming" / node_);
  std::filesystem::create_directories(directory_ / "incoming" / node_);
  std::filesystem::create_directories(directory_ / "segments");
  std::filesystem::create_directories(directory_ / "files");
}

DocumentFiles::~DocumentFiles() {
  if (segment_ >= 0) ::close(segment_);
}

std::unique_ptr<ports::DocumentWriter> DocumentFiles::begin() {
  return std::make_unique<Writer>(directory_ / "incoming" / node_, small_document_);
}

Result<std::unique_ptr<ports::ByteSource>> DocumentFiles::open(const model::Sha256& sha256) {
  FANGST_TRY(const auto location_text, locate_(sha256));
  if (!location_text) {
    return Failure(Error(ErrorKind::not_found, "lager.dokument_mangler", "sql.document.open",
                         PublicText{"Dokumentet finnes ikke i lageret."}, PrivateDetail{"sha256 " + sha256.hex()}));
  }
  const auto location = parse_location(*location_text);
  if (!location) {
    return Failure(Error(ErrorKind::corrupt, "lager.ugyldig_plassering", "sql.document.open",
                         PublicText{"Dokumentlageret er skadet. Varsle drift."}, PrivateDetail{*location_text}));
  }
  const auto path = directory_ / (location->kind == "segment" ? "segments" : "files") / location->name;
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return Failure(Error(ErrorKind::corrupt, "lager.fil_mangler", "sql.document.open",
                         PublicText{"En fil i dokumentlageret mangler. Hent den fra sikkerhetskopi."},
                         PrivateDetail{path.string()}));
  }
  return std::make_unique<Reader>(std::move(file), location->offset, location->size, sha256);
}

std::string DocumentFiles::place(ports::PendingDocument& document) {
  auto& pending = dynamic_cast<Pending&>(document);
  const auto size = std::to_string(pending.size());
  if (!pending.is_large()) {
    open_segment();
    const std::string head = std::string(kRecordMark) +
                             std::string(reinterpret_cast<const char*>(pending.sha256().bytes.data()), 32) +
                             big_endian(pending.size());
    const auto offset = segment_size_ + head.size();
    if (!write_all(segment_, head) || !write_all(segment_, pending.bytes())) storage_failed("write to a segment");
    segment_size_ = offset + pending.size();
    dirty_ = true;
    return "segment:" + segment_name_ + ":" + std::to_string(offset) + ":" + size;
  }
  const auto hex = pending.sha256().hex();
  if (!pending.file().empty()) {
    const auto folder = directory_ / "files" / hex.substr(0, 2);
    std::filesystem::create_directories(folder);
    std::filesystem::rename(pending.file(), folder / hex);
    pending.file_was_moved();
    sync_directory(folder);
    sync_directory(directory_ / "files");
  }
  return "file:" + hex.substr(0, 2) + "/" + hex + ":0:" + size;
}

void DocumentFiles::sync() {
  if (!dirty_) return;
  if (::fdatasync(segment_) != 0) storage_failed("sync of a segment");
  dirty_ = false;
}

void DocumentFiles::open_segment() {
  if (segment_ >= 0 && segment_size_ < segment_limit_) return;
  sync();
  if (segment_ >= 0) ::close(segment_);
  // Never appended to after a restart: the tail of an old segment may hold what no row points at.
  segment_name_ = node_ + "-" + crypto::uuid_v7(clock_.now()) + ".seg";
  const auto path = directory_ / "segments" / segment_name_;
  segment_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  if (segment_ < 0) storage_failed("opening of a segment");
  sync_directory(directory_ / "segments");
  segment_size_ = 0;
}

}  // namespace fangst::sql
