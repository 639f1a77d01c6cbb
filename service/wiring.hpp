#pragma once

#include <fangst/config/document.hpp>
#include <fangst/pipeline/pipeline_set.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fangst::service {

/// Reads the pipelines with the steps that this configuration allows. Throws as PipelineSet::load.
pipeline::PipelineSet load_pipelines(const config::Document& config);

/// The composition root: the one place that knows every adapter. Builds in order of dependence, and ends in the
/// opposite one.
class Installation {
 public:
  /// Throws std::runtime_error when something at start is wrong.
  explicit Installation(const config::Document& config);
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  /// The port that the API listens on.
  std::uint16_t port() const;
  /// Takes no more in, lets what runs end, and closes. Idempotent.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fangst::service
