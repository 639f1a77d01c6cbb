#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace fangst::model {

/// A text id that cannot be mistaken for another kind of id.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string value) : value_(std::move(value)) {}

  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }
  friend auto operator<=>(const Id&, const Id&) = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs

 private:
  std::string value_;
};

using SubmissionId = Id<struct SubmissionIdTag>;  ///< UUID (version 7), given by Fangst at acceptance.
using SourceName = Id<struct SourceNameTag>;      ///< A kilde as configured, e.g. "gerica".
using ExternalKey = Id<struct ExternalKeyTag>;    ///< The source's own key of the document; unique within the source.
using CaseKey = Id<struct CaseKeyTag>;            ///< "source|key of the case": the unit of case order (invariant 7).
using LetterId = Id<struct LetterIdTag>;          ///< UUID of one letter to one recipient, fixed before the first try.
using Channel = Id<struct ChannelTag>;            ///< A way to a recipient, as a dispatcher declares it, e.g. "svarut".
using StepName = Id<struct StepNameTag>;          ///< A step of a pipeline, e.g. "arkiver".

}  // namespace fangst::model

template <class Tag>
struct std::hash<fangst::model::Id<Tag>> {
  std::size_t operator()(const fangst::model::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
