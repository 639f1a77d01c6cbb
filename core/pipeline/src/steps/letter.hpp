#pragma once

#include <fangst/pipeline/steps.hpp>

namespace fangst::pipeline {

/// The letter of one letter, from what was archived: document ids and order depend on nothing else, so that every try
/// builds the same letter.
ports::OutgoingLetter compose_letter(const model::Submission& submission, const model::Letter& letter,
                                     const Sender& sender);

struct Route {
  ports::MailDispatcher* dispatcher = nullptr;
  Dependency* dependency = nullptr;
};
/// Who carries the channel; null when the installation has no agreement.
Route route_of(const Dispatchers& dispatchers, model::Channel channel);
Error no_dispatcher(model::Channel channel);

}  // namespace fangst::pipeline
