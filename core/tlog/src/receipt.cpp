#include <fangst/crypto/encoding.hpp>
#include <fangst/tlog/merkle.hpp>
#include <fangst/tlog/note.hpp>
#include <fangst/tlog/receipt.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace fangst::tlog {
namespace {

using nlohmann::json;

constexpr auto kFormat = "fangst-kvittering/1";
constexpr std::size_t kMembers = 6;
constexpr std::size_t kLongestProof = 64;

Error corrupt(std::string code, std::string where, std::string sentence, std::string detail) {
  return {ErrorKind::corrupt, std::move(code), std::move(where), PublicText{std::move(sentence)},
          PrivateDetail{std::move(detail)}};
}
Failure malformed(std::string detail) {
  return Failure(corrupt("tlog.ugyldig_kvittering", "read capture receipt",
                         "Kvitteringen har ikke riktig form. Hent den på nytt fra kommunen, uten å endre teksten.",
                         std::move(detail)));
}

/// A member given twice is refused: two readers could see two different receipts in one text.
std::optional<json> parse_object(std::string_view text) {
  bool is_twice = false;
  std::set<std::string> names;
  const auto look = [&](int depth, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::key && depth == 1) is_twice |= !names.insert(parsed.get<std::string>()).second;
    return true;
  };
  auto object = json::parse(text, look, false);
  if (is_twice || !object.is_object()) return std::nullopt;
  return object;
}

const std::string* text_member(const json& object, const char* name) {
  const auto member = object.find(name);
  return member == object.end() ? nullptr : member->get_ptr<const json::string_t*>();
}

std::optional<model::Sha256> parse_hash(const json& value) {
  const auto* text = value.get_ptr<const json::string_t*>();
  const auto bytes = text != nullptr ? crypto::base64_decode(*text) : std::nullopt;
  model::Sha256 hash;
  if (!bytes || bytes->size() != hash.bytes.size() || crypto::base64(*bytes) != *text) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(hash.bytes.data()));
  return hash;
}

std::optional<std::vector<model::Sha256>> parse_proof(const json& object) {
  const auto member = object.find("proof");
  if (member == object.end() || !member->is_array() || member->size() > kLongestProof) return std::nullopt;
  std::vector<model::Sha256> proof;
  for (const auto& value : *member) {
    const auto hash = parse_hash(value);
    if (!hash) return std::nullopt;
    proof.push_back(*hash);
  }
  return proof;
}

}  // namespace

std::string to_json(const CaptureReceipt& receipt) {
  auto proof = json::array();
  for (const auto& hash : receipt.proof) {
    proof.push_back(crypto::base64({reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size()}));
  }
  return nlohmann::ordered_json{
      {"format", kFormat}, {"entry", receipt.entry},           {"index", receipt.index},
      {"proof", proof},    {"checkpoint", receipt.checkpoint}, {"verifierKey", receipt.verifier_key}}
      .dump();
}

Result<CaptureReceipt> receipt_from_json(std::string_view text) {
  const auto object = parse_object(text);
  if (!object) return malformed("not a JSON object with each member once");
  const auto* format = text_member(*object, "format");
  if (format == nullptr || *format != kFormat) return malformed("the format is not known");
  const auto* entry = text_member(*object, "entry");
  const auto* checkpoint = text_member(*object, "checkpoint");
  const auto* key = text_member(*object, "verifierKey");
  const auto index = object->find("index");
  const bool has_index = index != object->end() && index->is_number_unsigned();
  auto proof = parse_proof(*object);
  if (entry == nullptr || checkpoint == nullptr || key == nullptr || !has_index || !proof) {
    return malformed("a member is missing or of the wrong type");
  }
  if (object->size() != kMembers) return malformed("there are members that do not belong");
  return CaptureReceipt{*entry, index->get<std::uint64_t>(), *std::move(proof), *checkpoint, *key};
}

Result<void> verify(const CaptureReceipt& receipt, std::string_view trusted_key) {
  if (!trusted_key.empty() && receipt.verifier_key != trusted_key) {
    return Failure(corrupt("tlog.fremmed_noekkel", "verify capture receipt",
                           "Kvitteringen er laget med en annen nøkkel enn den kommunen har publisert. Stol ikke på "
                           "den, og ta kontakt med kommunen.",
                           "the verifier key is not the trusted one"));
  }
  FANGST_TRY(const auto checkpoint, open_checkpoint(receipt.checkpoint, receipt.verifier_key));
  if (!verify_inclusion(leaf_hash(receipt.entry), receipt.index, checkpoint.size, receipt.proof, checkpoint.root)) {
    return Failure(corrupt("tlog.ikke_i_loggen", "verify capture receipt",
                           "Opplysningene i kvitteringen finnes ikke i den signerte loggen: kvitteringen er endret. "
                           "Hent den på nytt fra kommunen.",
                           "the inclusion proof does not lead to the root of the checkpoint"));
  }
  return {};
}

}  // namespace fangst::tlog
