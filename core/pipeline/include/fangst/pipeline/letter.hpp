#pragma once

#include <fangst/pipeline/steps.hpp>

namespace fangst::pipeline {

/// The letter of one letter, from what was archived: document ids and order depend on nothing else, so that every try
/// builds the same letter.
ports::OutgoingLetter compose_letter(const model::Submission& submission, const model::Letter& letter, bool is_paper,
                                     const Sender& sender);

/// The installation has no dispatcher for the channel; empty: none for what was decided.
Error no_dispatcher(const model::Channel& channel);

}  // namespace fangst::pipeline
