#pragma once

#include <fangst/pipeline/steps.hpp>

namespace fangst::pipeline {

/// Composes what is sent for a letter, from what was archived. Document ids and order depend on the arguments alone, so
/// that every try sends the same.
ports::OutgoingLetter compose_letter(const model::Submission& submission, const model::Letter& letter, bool is_paper,
                                     const Sender& sender);

/// For a letter whose channel has no dispatcher in the installation: `internal`. An empty channel: the installation has
/// no channel for the decision.
Error no_dispatcher(const model::Channel& channel);

}  // namespace fangst::pipeline
