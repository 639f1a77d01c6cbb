#include "require.hpp"

#include <fangst/codec/url.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using fangst::codec::Url;
  using fangst::fuzz::require;
  const auto url = Url::parse(fangst::fuzz::view(data, size));
  if (!url) return 0;
  require(url->scheme == "http" || url->scheme == "https", "a scheme that is called");
  require(!url->host.empty() && url->host.find_first_of("@/\\?# \t") == std::string::npos, "a host and nothing else");
  require(url->path.starts_with('/'), "an absolute path");
  require(url->path.find_first_of(std::string_view("\\#? \r\n\0", 8)) == std::string::npos, "a path and nothing else");
  require((url->path + "/").find("/../") == std::string::npos, "a path without dot segments");
  const auto again = Url::parse(url->str());
  require(again && again->str() == url->str(), "written and read without change");
  require(again->host == url->host && again->port == url->port && again->path == url->path, "the same address");
  require(url->covers(*again), "covers itself");
  return 0;
}
