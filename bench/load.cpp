// Loads one HTTP server over keep-alive connections, and prints what came of it as JSON.

#include "load_generator.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using fangst::bench::LoadPlan;
using fangst::bench::LoadResult;
using Json = nlohmann::ordered_json;

constexpr std::string_view kKeyMark = "@KEY@";

struct Options {
  LoadPlan plan;
  double seconds = 5;
  double warm_up = 0.5;
  std::string method = "POST";
  std::string target = "/";
  std::vector<std::string> headers;
  std::string body_file;
  std::size_t body_bytes = 0;
  std::string key_prefix = "bench";
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The same length for every request, so that a length that a body says of itself stays true.
std::string key_of(const std::string& prefix, std::uint64_t sequence) {
  char number[24];
  std::snprintf(number, sizeof number, "-%012llu", static_cast<unsigned long long>(sequence));
  return prefix + number;
}

void append_with_key(std::string& out, std::string_view text, const std::string& key) {
  for (auto at = text.find(kKeyMark); at != std::string_view::npos; at = text.find(kKeyMark)) {
    out.append(text.substr(0, at)).append(key);
    text.remove_prefix(at + kKeyMark.size());
  }
  out.append(text);
}

std::size_t length_with_key(std::string_view text, std::size_t key_length) {
  std::size_t length = text.size();
  for (auto at = text.find(kKeyMark); at != std::string_view::npos; at = text.find(kKeyMark, at + kKeyMark.size())) {
    length = length - kKeyMark.size() + key_length;
  }
  return length;
}

fangst::bench::MakeRequest request_maker(const Options& options) {
  const std::string body =
      options.body_file.empty() ? std::string(options.body_bytes, 'x') : read_file(options.body_file);
  const auto length = length_with_key(body, key_of(options.key_prefix, 0).size());
  std::string head = options.method + " " + options.target + " HTTP/1.1\r\nHost: " + options.plan.address + "\r\n";
  for (const auto& header : options.headers) head += header + "\r\n";
  if (options.method != "GET") head += "Content-Length: " + std::to_string(length) + "\r\n";
  head += "\r\n";
  const std::string whole = options.method == "GET" ? head : head + body;
  if (whole.find(kKeyMark) == std::string::npos) {
    return [whole](std::uint64_t, std::string& out) { out = whole; };
  }
  return [whole, prefix = options.key_prefix](std::uint64_t sequence, std::string& out) {
    append_with_key(out, whole, key_of(prefix, sequence));
  };
}

Json report(const Options& options, const LoadResult& result) {
  Json statuses = Json::object();
  for (const auto& [status, count] : result.statuses) statuses[std::to_string(status)] = count;
  return {{"target", options.method + " " + options.target},
          {"connections", options.plan.connections},
          {"threads", options.plan.threads},
          {"seconds", result.seconds},
          {"answers", result.answers()},
          {"requests_per_second", result.seconds > 0 ? double(result.answers()) / result.seconds : 0},
          {"p50_ms", result.latency_ms(0.5)},
          {"p90_ms", result.latency_ms(0.9)},
          {"p99_ms", result.latency_ms(0.99)},
          {"max_ms", result.latency_ms(1)},
          {"statuses", statuses},
          {"not_2xx", result.not_2xx()},
          {"lost", result.lost},
          {"bytes_sent", result.bytes_sent}};
}

void declare(CLI::App& app, Options& options) {
  auto& plan = options.plan;
  app.add_option("--address", plan.address, "IPv4 address")->capture_default_str();
  app.add_option("--port", plan.port)->required();
  app.add_option("-c,--connections", plan.connections)->capture_default_str()->check(CLI::Range(1, 20000));
  app.add_option("-t,--threads", plan.threads)->capture_default_str()->check(CLI::Range(1, 64));
  app.add_option("-s,--seconds", options.seconds, "Measured time")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--warm-up", options.warm_up, "Seconds before it")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  app.add_option("-n,--requests", plan.most_requests, "Stop after so many; 0: no limit but the time")
      ->capture_default_str();
  app.add_option("-X,--method", options.method)->capture_default_str();
  app.add_option("--target", options.target, "Path and query")->capture_default_str();
  app.add_option("-H,--header", options.headers, "\"Name: value\"; may be repeated")->take_all();
  const auto file =
      app.add_option("--body-file", options.body_file,
                     "Each @KEY@ in it, in the target and in the headers becomes a key of its own per request");
  app.add_option("--body-bytes", options.body_bytes, "A fixed body of so many bytes")->excludes(file);
  app.add_option("--key-prefix", options.key_prefix, "Keys are <prefix>-<12 digits>")->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{"Load generator"};
  Options options;
  declare(app, options);
  CLI11_PARSE(app, argc, argv);
  options.plan.duration = std::chrono::duration<double>(options.seconds);
  options.plan.warm_up = std::chrono::duration<double>(options.warm_up);
  options.plan.make_request = request_maker(options);
  const auto result = fangst::bench::run_load(options.plan);
  std::cout << report(options, result).dump() << std::endl;
  return result.answers() > 0 ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
