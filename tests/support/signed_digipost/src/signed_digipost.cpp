#include <fangst/crypto/certificate.hpp>
#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/digipost/signing.hpp>
#include <fangst/support/signed_digipost.hpp>
#include <fangst/text/http_date.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::support {
namespace {

constexpr const char* kXmlns = R"( xmlns="http://api.digipost.no/schema/v8")";
constexpr const char* kLinks =
    R"(<link rel="https://api.digipost.no/relations/search" uri="https://api.digipost.no/recipients/search"/>)"
    R"(<link rel="https://api.digipost.no/relations/create_message" uri="https://elsewhere.test/Digipost/messages" media-type="x"/>)";

std::string base64_sha256(std::string_view bytes) {
  const auto digest = crypto::sha256(bytes);
  return crypto::base64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

std::string path_of(const std::string& url) { return url.substr(url.find('/', url.find("://") + 3)); }

}  // namespace

std::string of_length(std::size_t characters) {
  std::string text;
  for (std::size_t i = 0; i < characters; ++i) text += "å";
  return text;
}

const crypto::RsaKey& SignedDigipost::client_key() {
  static const auto key = crypto::RsaKey::generate();
  return key;
}
const crypto::RsaKey& SignedDigipost::server_key() {
  static const auto key = crypto::RsaKey::generate();
  return key;
}
const crypto::RsaKey& SignedDigipost::next_server_key() {
  static const auto key = crypto::RsaKey::generate();
  return key;
}

SignedDigipost::SignedDigipost() {
  settings.base_url = "https://api.digipost.test/digipost";
  settings.broker_id = 1001;
  settings.sender_id = 2002;
  settings.private_key_pem = client_key().private_pem();
  settings.sender_name = "Testby kommune";
  settings.return_address.adresselinje1 = "Rådhusgata 1";
  settings.return_address.postnummer = "0037";
  settings.return_address.poststed = "Oslo";

  letter.key = model::LetterId("0f8fad5b-d9cb-569f-a165-70867728950e");
  letter.tittel = "Vedtak om helsetjenester";
  letter.mottaker.navn = "Kari Nordmann";
  letter.mottaker.personidentifikator = model::PersonIdentifier("06868710045");
  letter.skjermet = false;
  letter.avsender_navn = "Testby kommune";
  const std::string bytes = "%PDF-1.7 vedtaket";
  letter.dokumenter.push_back(
      {kDocumentId, "Vedtak om hjemmesykepleie", "vedtak.pdf", "application/pdf", documents.put(bytes), bytes.size()});
}

SignedDigipost::Answer SignedDigipost::root() const { return root_with(server_key(), kLinks); }

SignedDigipost::Answer SignedDigipost::root_with(const crypto::RsaKey& key, const std::string& links) const {
  const auto certificate =
      crypto::self_signed_certificate(key, "Digipost", "api.digipost.test", std::chrono::hours(24));
  return [=](const auto&) -> Result<ports::HttpResponse> {
    return ports::HttpResponse{200,
                               {},
                               "<entrypoint" + std::string(kXmlns) + "><certificate>" + certificate + "</certificate>" +
                                   links + "</entrypoint>"};
  };
}

SignedDigipost::Answer SignedDigipost::answer_signed_by(const crypto::RsaKey& key, int status, std::string body) const {
  return [this, key, status, body](const auto& call) -> Result<ports::HttpResponse> {
    ports::HttpResponse response{status, {{"Date", text::http_date(clock.now())}}, body};
    if (!body.empty()) response.headers.emplace_back("X-Content-SHA256", base64_sha256(body));
    const auto text = digipost::canonical_response(status, path_of(call.request.url), response.headers);
    response.headers.emplace_back("X-Digipost-Signature", crypto::base64(key.sign_sha256(text)));
    return response;
  };
}

SignedDigipost::Answer SignedDigipost::answer(int status, std::string body) const {
  return answer_signed_by(server_key(), status, std::move(body));
}

SignedDigipost::Answer SignedDigipost::error(int status, const std::string& code, const std::string& type,
                                             const std::string& message) const {
  return answer(status, "<error" + std::string(kXmlns) + "><error-code>" + code + "</error-code><error-message>" +
                            message + "</error-message><error-type>" + type + "</error-type></error>");
}

SignedDigipost::Answer SignedDigipost::delivery(const std::string& status) const {
  return answer(200, "<message-delivery" + std::string(kXmlns) + "><message-id>" + letter.key.str() +
                         "</message-id><delivery-method>DIGIPOST</delivery-method><sender-id>2002</sender-id><status>" +
                         status + "</status><primary-document><uuid>" + letter.dokumenter[0].id +
                         "</uuid><file-type>pdf</file-type></primary-document></message-delivery>");
}

SignedDigipost::Answer SignedDigipost::document_status(const std::string& status, const std::string& channel) const {
  return answer(
      200,
      "<document-status" + std::string(kXmlns) + " uuid=\"" + letter.dokumenter[0].id +
          R"(" sender-id="2002" created="2026-11-21T11:58:00+01:00" delivered="2026-11-21T11:59:00+01:00" channel=")" +
          channel + "\" status=\"" + status + "\"/>");
}

digipost::DigipostDispatcher& SignedDigipost::dispatcher() {
  if (!dispatcher_) dispatcher_ = std::make_unique<digipost::DigipostDispatcher>(settings, http, documents, clock);
  return *dispatcher_;
}

schemas::XmlDocument SignedDigipost::message() {
  http.then(root()).then(delivery());
  const auto receipt = send();
  if (!receipt) throw std::runtime_error(receipt.error().code());
  return sent_message();
}

std::string SignedDigipost::refusal() {
  const auto receipt = send();
  EXPECT_TRUE(http.calls().empty());
  if (receipt) return "sent";
  EXPECT_EQ(receipt.error().kind(), ErrorKind::invalid_input);
  return receipt.error().code();
}

std::string SignedDigipost::header(std::size_t call, std::string_view name) const {
  return std::string(ports::HttpResponse{0, http.calls().at(call).request.headers, {}}.header(name));
}

std::vector<Part> SignedDigipost::sent_parts(std::size_t call) const {
  const auto type = header(call, "Content-Type");
  const auto delimiter = "--" + type.substr(type.find("boundary=") + 9);
  const auto& body = http.calls().at(call).body;
  const auto value_of = [](const std::string& head, const std::string& name) {
    const auto begin = head.find(name + ": ") + name.size() + 2;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  };
  std::vector<Part> parts;
  for (auto begin = body.find(delimiter); body.compare(begin + delimiter.size(), 2, "--") != 0;) {
    const auto end = body.find("\r\n" + delimiter, begin + 1);
    if (end == std::string::npos) throw std::runtime_error("not a multipart body");
    const auto part = body.substr(begin + delimiter.size() + 2, end - begin - delimiter.size() - 2);
    const auto head = part.substr(0, part.find("\r\n\r\n") + 2);
    parts.push_back(
        {value_of(head, "Content-Type"), value_of(head, "Content-Disposition"), part.substr(head.size() + 2)});
    begin = end + 2;
  }
  return parts;
}

schemas::XmlDocument SignedDigipost::sent_message(std::size_t call) const {
  auto document = schemas::XmlDocument::parse(sent_parts(call).at(0).body);
  if (!document) throw std::runtime_error("the message is not XML");
  return *std::move(document);
}

}  // namespace fangst::support
