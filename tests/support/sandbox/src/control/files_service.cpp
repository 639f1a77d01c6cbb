#include "control/files_service.hpp"

#include "shared/identity_numbers.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <utility>

namespace fangst::sandbox {
namespace {

/// Streams a body into a file.
class Download final : public http::BodyConsumer {
 public:
  Download(const std::filesystem::path& path, std::function<void()> done)
      : out_(path, std::ios::binary | std::ios::trunc), done_(std::move(done)) {}

  Result<void> write(std::string_view bytes) override {
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return {};
  }

  void finish(http::Responder respond) override {
    out_.close();
    if (out_.fail()) {
      respond(text_response(500, "", ""));
      return;
    }
    done_();
    respond(text_response(204, "", ""));
  }

 private:
  std::ofstream out_;
  std::function<void()> done_;
};

http::Response refusal(const Fault& fault) {
  return proxy_error(fault.action == FaultAction::status ? fault.status : 403, "/filer", fault.body);
}

}  // namespace

FilesService::FilesService(World& world) : world_(world), folder_(world.settings.state / "files") {
  std::filesystem::create_directories(folder_);
}

void FilesService::add_routes(http::Router& router) {
  router.add_stream("GET", "/filer/{name}", whole_body(world_, [this](const Call& call) { return get(call); }));
  router.add_stream("PUT", "/sandbox/files/{name}", [this](http::RequestHead head) { return put(std::move(head)); });
}

Result<std::unique_ptr<http::BodyConsumer>> FilesService::put(http::RequestHead head) {
  const std::string name = head.path_params.at("name");
  // The name on disk is a hash, so that no name can lead out of the folder.
  File file{folder_ / recipient_hash(name), std::string(head.header("content-type")),
            std::string(head.header("x-sandbox-bearer"))};
  const auto path = file.path;
  return std::make_unique<Download>(path, [this, name, file = std::move(file)] {
    std::lock_guard lock(mutex_);
    files_.insert_or_assign(name, file);
  });
}

Reply FilesService::get(const Call& call) {
  const auto fault = world_.faults.take("filer", "get", {call.head.path_params.at("name")});
  auto reply = reply_before(fault, refusal);
  if (!reply) reply = reply_after(fault, serve(call), refusal);
  world_.calls.count("filer", "get", reply->response.status);
  return *std::move(reply);
}

http::Response FilesService::serve(const Call& call) {
  File file;
  {
    std::lock_guard lock(mutex_);
    const auto found = files_.find(call.head.path_params.at("name"));
    if (found == files_.end()) return text_response(404, "text/plain", "");
    file = found->second;
  }
  if (!file.bearer.empty() && call.head.header("authorization") != "Bearer " + file.bearer) {
    return text_response(401, "text/plain", "");
  }
  std::ifstream in(file.path, std::ios::binary);
  return text_response(200, file.content_type.empty() ? "application/octet-stream" : file.content_type,
                       std::string(std::istreambuf_iterator<char>(in), {}));
}

}  // namespace fangst::sandbox
