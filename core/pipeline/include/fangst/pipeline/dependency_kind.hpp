#pragma once

namespace fangst::pipeline {

/// What a dependency is used for. It connects a dependency with the steps that wait for it.
enum class DependencyKind { other, source, archive, contact_register, dispatcher };

}  // namespace fangst::pipeline
