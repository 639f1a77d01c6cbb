#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/tlog/note.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <vector>

namespace fangst::tlog {
namespace {

constexpr std::string_view kSignatureMark = "\xe2\x80\x94 ";  // Em dash, space.
constexpr char kEd25519 = 0x01;
constexpr std::size_t kKeyHashSize = 4;
constexpr std::size_t kPublicKeySize = 32;
constexpr std::size_t kMostSignatures = 64;

Error corrupt(std::string code, std::string sentence, std::string detail) {
  return {ErrorKind::corrupt, std::move(code), "open checkpoint", PublicText{std::move(sentence)},
          PrivateDetail{std::move(detail)}};
}
Failure malformed_note(std::string detail) {
  return Failure(corrupt("tlog.ugyldig_sjekkpunkt",
                         "Sjekkpunktet har ikke riktig form. Hent det på nytt fra kommunen, uten å endre teksten.",
                         std::move(detail)));
}
Failure malformed_key(std::string detail) {
  return Failure(corrupt("tlog.ugyldig_noekkel",
                         "Kontrollnøkkelen har ikke riktig form. Bruk nøkkelen slik kommunen har publisert den.",
                         std::move(detail)));
}

std::string key_hash(std::string_view name, std::string_view public_bytes) {
  crypto::Hasher hasher;
  hasher.update(name);
  hasher.update("\n");
  hasher.update(std::string_view{&kEd25519, 1});
  hasher.update(public_bytes);
  const auto digest = hasher.finish();
  return {reinterpret_cast<const char*>(digest.bytes.data()), kKeyHashSize};
}

struct Verifier {
  std::string name;
  std::string hash;
  std::string public_bytes;
};

Result<Verifier> parse_verifier_key(std::string_view text) {
  const auto name_end = text.find('+');
  const auto hash_end = name_end == std::string_view::npos ? name_end : text.find('+', name_end + 1);
  if (hash_end == std::string_view::npos) return malformed_key("not <name>+<hash>+<key>");
  const auto name = text.substr(0, name_end);
  const auto key_text = text.substr(hash_end + 1);
  const auto key = crypto::base64_decode(key_text);
  if (!is_origin(name)) return malformed_key("the name of the key is not allowed");
  if (!key || crypto::base64(*key) != key_text) return malformed_key("the key is not base64");
  if (key->size() != 1 + kPublicKeySize || key->front() != kEd25519) return malformed_key("the key is not Ed25519");
  Verifier verifier{std::string{name}, key_hash(name, key->substr(1)), key->substr(1)};
  if (crypto::hex(verifier.hash) != text.substr(name_end + 1, hash_end - name_end - 1)) {
    return malformed_key("the hash of the key does not fit the key");
  }
  return verifier;
}

struct Note {
  std::string_view text;  ///< What is signed, with its last line feed.
  std::vector<std::string_view> signatures;
};

std::optional<Note> split_note(std::string_view note) {
  const auto end_of_text = note.rfind("\n\n");
  if (end_of_text == std::string_view::npos || !note.ends_with('\n')) return std::nullopt;
  const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == '\x7f'; };
  if (std::any_of(note.begin(), note.end(), is_control)) return std::nullopt;

  Note split{note.substr(0, end_of_text + 1), {}};
  auto rest = note.substr(end_of_text + 2);
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    if (!line.starts_with(kSignatureMark) || split.signatures.size() == kMostSignatures) return std::nullopt;
    split.signatures.push_back(line.substr(kSignatureMark.size()));
  }
  if (split.signatures.empty()) return std::nullopt;
  return split;
}

/// Lines of other keys are witnesses', say: signed-note tells readers to pass them over.
enum class SignatureLine { good, bad, of_another_key, malformed };

SignatureLine check(std::string_view line, std::string_view text, const Verifier& verifier) {
  const auto space = line.find(' ');
  if (space == std::string_view::npos || space == 0) return SignatureLine::malformed;
  const auto value = line.substr(space + 1);
  const auto bytes = crypto::base64_decode(value);
  if (!bytes || crypto::base64(*bytes) != value || bytes->size() <= kKeyHashSize) return SignatureLine::malformed;
  if (line.substr(0, space) != verifier.name || bytes->substr(0, kKeyHashSize) != verifier.hash) {
    return SignatureLine::of_another_key;
  }
  const bool holds = crypto::ed25519_verify(verifier.public_bytes, text, bytes->substr(kKeyHashSize));
  return holds ? SignatureLine::good : SignatureLine::bad;
}

Result<void> check_signatures(const Note& note, const Verifier& verifier) {
  bool is_signed = false;
  for (const auto line : note.signatures) {
    switch (check(line, note.text, verifier)) {
      case SignatureLine::good:
        is_signed = true;
        break;
      case SignatureLine::of_another_key:
        break;
      case SignatureLine::malformed:
        return malformed_note("a signature line is malformed");
      case SignatureLine::bad:
        return Failure(corrupt("tlog.signatur_holder_ikke",
                               "Signaturen på sjekkpunktet stemmer ikke: teksten er endret etter at den ble signert. "
                               "Hent kvitteringen på nytt fra kommunen.",
                               "the Ed25519 signature does not verify"));
    }
  }
  if (is_signed) return {};
  return Failure(corrupt("tlog.ukjent_noekkel",
                         "Sjekkpunktet er ikke signert med den oppgitte nøkkelen. Bruk nøkkelen slik kommunen har "
                         "publisert den.",
                         "no signature line of the given key"));
}

std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, size);
  if (error != std::errc{} || stop != end || std::to_string(size) != text) return std::nullopt;
  return size;
}

std::optional<model::Sha256> parse_root(std::string_view text) {
  const auto bytes = crypto::base64_decode(text);
  model::Sha256 root;
  if (!bytes || bytes->size() != root.bytes.size() || crypto::base64(*bytes) != text) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(root.bytes.data()));
  return root;
}

/// Extension lines after the root are allowed by tlog-checkpoint, and passed over.
std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
  const auto origin = take_line(text);
  const auto size = take_line(text);
  const auto root = take_line(text);
  if (!origin || !size || !root) return std::nullopt;
  const auto parsed_size = parse_size(*size);
  const auto parsed_root = parse_root(*root);
  if (!parsed_size || !parsed_root) return std::nullopt;
  while (!text.empty()) {
    if (!take_line(text)) return std::nullopt;
  }
  return Checkpoint{std::string{*origin}, *parsed_size, *parsed_root};
}

std::string body_of(const Checkpoint& checkpoint) {
  const std::string_view root{reinterpret_cast<const char*>(checkpoint.root.bytes.data()),
                              checkpoint.root.bytes.size()};
  return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + crypto::base64(root) + '\n';
}

}  // namespace

bool is_origin(std::string_view name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '+'; });
}

std::string verifier_key(std::string_view name, const crypto::Ed25519Key& key) {
  if (!is_origin(name)) throw std::invalid_argument("a key name is printable ASCII without space and plus");
  const auto public_bytes = key.public_bytes();
  return std::string{name} + '+' + crypto::hex(key_hash(name, public_bytes)) + '+' +
         crypto::base64(kEd25519 + public_bytes);
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::Ed25519Key& key) {
  if (!is_origin(checkpoint.origin)) throw std::invalid_argument("an origin is printable ASCII without space and plus");
  const auto body = body_of(checkpoint);
  const auto signature = key_hash(checkpoint.origin, key.public_bytes()) + key.sign(body);
  return body + '\n' + std::string{kSignatureMark} + checkpoint.origin + ' ' + crypto::base64(signature) + '\n';
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view verifier_key) {
  FANGST_TRY(const auto verifier, parse_verifier_key(verifier_key));
  const auto split = split_note(note);
  if (!split) return malformed_note("not a signed note");
  FANGST_CHECK(check_signatures(*split, verifier));
  auto checkpoint = parse_checkpoint(split->text);
  if (!checkpoint) return malformed_note("the signed text is not a checkpoint");
  if (checkpoint->origin != verifier.name) return malformed_note("the origin is not the name of the key");
  return *std::move(checkpoint);
}

}  // namespace fangst::tlog
