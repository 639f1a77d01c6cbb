#pragma once

#include <fangst/http/exchange.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fangst::http {

/// Routes by method and path pattern: "{name}" matches one segment, "{name*}" at the end matches the rest. A literal
/// segment is preferred to a parameter. HEAD uses the GET route. Filled before the server starts; then thread-safe.
class Router {
 public:
  /// Throw std::invalid_argument for a pattern that can never match.
  void add(std::string method, std::string pattern, Handler handler);
  void add_stream(std::string method, std::string pattern, StreamHandler handler);

  struct Match {
    const std::variant<Handler, StreamHandler>* handler = nullptr;
    std::map<std::string, std::string> path_params;
    std::vector<std::string> allowed_methods;  ///< Not empty when only other methods have the path: 405.
    std::string pattern;                       ///< For metrics, which must not hold the path.
  };
  Match find(std::string_view method, std::string_view path) const;
  /// All of them as they were added, e.g. "GET /v1/submissions/{id}".
  std::vector<std::string> routes() const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    std::vector<std::string> segments;
    std::variant<Handler, StreamHandler> handler;
  };
  std::vector<Route> routes_;
};

}  // namespace fangst::http
