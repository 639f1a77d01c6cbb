#pragma once

namespace fangst::pipeline {

/// What a dependency is for, so that whoever waits for it can be found.
enum class DependencyKind { other, source, archive, contact_register, dispatcher };

}  // namespace fangst::pipeline
