#pragma once

#include <fangst/model/submission.hpp>

#include <string>

namespace fangst::codec {

enum class Purpose {
  storage,     ///< Everything.
  fingerprint  ///< A document with a hash is its hash: where it may be fetched and its size say nothing more.
};

std::string write_submission(const model::SubmissionContent& content, Purpose purpose);

}  // namespace fangst::codec
