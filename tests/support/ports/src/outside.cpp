#include <fangst/support/outside.hpp>

namespace fangst::support {

std::string name_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::timeout_after_effect:
      return "timeout_after_effect";
    case Trouble::timeout_before_effect:
      return "timeout_before_effect";
    case Trouble::timeout_amid_effect:
      return "timeout_amid_effect";
    case Trouble::timeout_then_effect:
      return "timeout_then_effect";
    case Trouble::unavailable:
      return "unavailable";
    case Trouble::rejected:
      return "rejected";
    case Trouble::internal:
      return "internal";
    case Trouble::exception:
      return "exception";
    case Trouble::exception_after_effect:
      return "exception_after_effect";
    case Trouble::crash_before_effect:
      return "crash_before_effect";
    case Trouble::crash_amid_effect:
      return "crash_amid_effect";
    case Trouble::crash_after_effect:
      return "crash_after_effect";
  }
  return "";
}

bool has_effect(Trouble trouble) {
  return trouble == Trouble::timeout_after_effect || trouble == Trouble::exception_after_effect ||
         trouble == Trouble::crash_after_effect;
}

void Outside::fail(const std::string& call, Trouble trouble, int times) {
  const std::lock_guard lock(mutex_);
  plans_.insert_or_assign(call, Plan{trouble, times == 0 ? -1 : times});
}

void Outside::fail_number(int number, Trouble trouble, const std::string& prefix) {
  const std::lock_guard lock(mutex_);
  numbered_ = {number, trouble, prefix};
}

void Outside::on_crash(std::function<void()> act) {
  const std::lock_guard lock(mutex_);
  crash_ = std::move(act);
}

void Outside::clear() {
  const std::lock_guard lock(mutex_);
  plans_.clear();
  numbered_.reset();
}

void Outside::during(const std::string& call, std::function<void()> act) {
  const std::lock_guard lock(mutex_);
  acts_[call] = std::move(act);
}

std::vector<std::string> Outside::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

int Outside::count(const std::string& call) const {
  const std::lock_guard lock(mutex_);
  const auto at = counts_.find(call);
  return at == counts_.end() ? 0 : at->second;
}

std::optional<Trouble> Outside::enter(const std::string& name, const std::string& key) {
  std::function<void()> act;
  {
    const std::lock_guard lock(mutex_);
    calls_.push_back(name + " " + key);
    ++counts_[name];
    if (const auto at = acts_.find(name); at != acts_.end()) {
      act = std::move(at->second);
      acts_.erase(at);
    }
  }
  if (act) act();
  const std::lock_guard lock(mutex_);
  if (numbered_ && name.starts_with(numbered_->prefix) && --numbered_->left == 0) {
    const auto trouble = numbered_->trouble;
    numbered_.reset();
    return trouble;
  }
  const auto plan = plans_.find(name);
  if (plan == plans_.end() || plan->second.left == 0) return std::nullopt;
  if (plan->second.left > 0) --plan->second.left;
  return plan->second.trouble;
}

Error Outside::error(Trouble trouble, const std::string& name, bool may_be_unknown) {
  const PublicText text{"Planlagt feil."};
  switch (trouble) {
    case Trouble::timeout_after_effect:
    case Trouble::timeout_before_effect:
    case Trouble::timeout_amid_effect:
    case Trouble::timeout_then_effect:
      return Error(ErrorKind::timeout, "test.tidsavbrudd", name, text).with_unknown_outcome(may_be_unknown);
    case Trouble::unavailable:
      return {ErrorKind::unavailable, "test.utilgjengelig", name, text};
    case Trouble::rejected:
      return {ErrorKind::rejected_by_dependency, "test.avvist", name, text};
    case Trouble::internal:
      return {ErrorKind::internal, "test.intern", name, text};
    case Trouble::exception:
    case Trouble::exception_after_effect:
      break;
    case Trouble::crash_before_effect:
    case Trouble::crash_amid_effect:
    case Trouble::crash_after_effect:
      if (crash_) crash_();
      throw std::runtime_error("planned crash in " + name);
  }
  throw std::runtime_error("planned exception in " + name);
}

}  // namespace fangst::support
