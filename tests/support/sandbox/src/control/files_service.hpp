#pragma once

#include "shared/call.hpp"
#include "shared/world.hpp"

#include <fangst/http/router.hpp>

#include <filesystem>
#include <mutex>
#include <string>
#include <unordered_map>

namespace fangst::sandbox {

/// /filer/{name}: the file server of a specialist system. Files are put in through /sandbox/files/{name}.
class FilesService {
 public:
  explicit FilesService(World& world);
  void add_routes(http::Router& router);

 private:
  struct File {
    std::filesystem::path path;
    std::string content_type;
    std::string bearer;  ///< Non-empty: demanded of the reader.
  };
  Reply get(const Call& call);
  http::Response serve(const Call& call);
  Result<std::unique_ptr<http::BodyConsumer>> put(http::RequestHead head);

  World& world_;
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::unordered_map<std::string, File> files_;
};

}  // namespace fangst::sandbox
