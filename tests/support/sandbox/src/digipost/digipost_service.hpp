#pragma once

#include "digipost/deliveries.hpp"
#include "digipost/digipost_error.hpp"
#include "digipost/digipost_upload.hpp"
#include "digipost/response_signer.hpp"
#include "digipost/xml_element.hpp"
#include "shared/call.hpp"
#include "shared/world.hpp"

#include <fangst/http/router.hpp>

#include <functional>
#include <string>
#include <vector>

namespace fangst::sandbox {

/// /digipost: the sender API v8.
class DigipostService {
 public:
  explicit DigipostService(World& world);
  void add_routes(http::Router& router);

 private:
  /// Answers a request whose headers, hash and signature hold.
  using Answer = std::function<http::Response(const DigipostRequest&, const std::optional<Fault>&)>;
  using Subjects = std::function<std::vector<std::string>(const DigipostRequest&)>;
  struct Operation {
    const char* name;
    Answer answer;
    Subjects subjects;
  };
  void add(http::Router& router, const char* method, const char* pattern, Operation operation);
  Reply reply(const DigipostRequest& request, const Operation& operation);

  http::Response root(const DigipostRequest& request) const;
  http::Response identify(const DigipostRequest& request, bool with_key) const;
  http::Response send(const DigipostRequest& request, const std::optional<Fault>& fault);
  http::Response deliver(const DigipostRequest& request, const XmlElement& message, const std::optional<Fault>& fault);
  http::Response status(const DigipostRequest& request) const;
  http::Response events(const DigipostRequest& request) const;
  http::Response sender_information(const DigipostRequest& request) const;
  bool is_own_sender(const std::string& text) const;

  World& world_;
  ResponseSigner signer_;
  Deliveries deliveries_;
};

http::Response digipost_response(std::string xml);
http::Response digipost_refusal(const DigipostError& error);

}  // namespace fangst::sandbox
