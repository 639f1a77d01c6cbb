#include "routes.hpp"

#include <algorithm>
#include <stdexcept>

namespace fangst::test {
namespace {

using http::RequestHead;
using http::Responder;
using http::Response;

Response text(std::string body) { return {200, "text/plain", {}, std::move(body)}; }

Error refusal(ErrorKind kind) { return {kind, "test.avvist", "test", {"Avvist av testen."}, {"private detail"}}; }

class Counter : public http::BodyConsumer {
 public:
  explicit Counter(Seen& seen) : seen_(seen), opened_on_(std::this_thread::get_id()) {}
  ~Counter() override { ++seen_.dropped; }

  Result<void> write(std::string_view bytes) override {
    ++seen_.writes;
    seen_.bytes += bytes.size();
    if (std::this_thread::get_id() == opened_on_) ++seen_.on_io_thread;
    auto largest = seen_.largest_write.load();
    while (bytes.size() > largest && !seen_.largest_write.compare_exchange_weak(largest, bytes.size())) {
    }
    count_ += bytes.size();
    return {};
  }
  void finish(Responder respond) override {
    ++seen_.finished;
    respond(text(std::to_string(count_)));
  }

 protected:
  Seen& seen_;
  std::thread::id opened_on_;
  std::uint64_t count_ = 0;
};

class Choking : public Counter {
 public:
  using Counter::Counter;
  Result<void> write(std::string_view) override { return Failure(refusal(ErrorKind::conflict)); }
};

class Later : public Counter {
 public:
  using Counter::Counter;
  void finish(Responder respond) override {
    const std::lock_guard lock(seen_.mutex);
    seen_.held = std::move(respond);
    seen_.changed.notify_all();
  }
};

class Forgetful : public Counter {
 public:
  using Counter::Counter;
  void finish(Responder) override {}
};

class Throwing : public Counter {
 public:
  using Counter::Counter;
  void finish(Responder) override { throw std::runtime_error("a defect"); }
};

class ThrowingAtOnce : public Counter {
 public:
  using Counter::Counter;
  Result<void> write(std::string_view) override { throw std::runtime_error("a defect"); }
};

class ThrowingWhenAnswered : public Counter {
 public:
  using Counter::Counter;
  void finish(Responder respond) override {
    respond(text("taken"));
    throw std::runtime_error("a defect");
  }
};

class Source : public ports::ByteSource {
 public:
  Source(std::string kind, std::uint64_t size) : kind_(std::move(kind)), size_(size) {}

  std::uint64_t size() const override {
    if (kind_ == "sizeless") throw std::runtime_error("a defect");
    return size_;
  }
  Result<void> rewind() override {
    at_ = 0;
    return {};
  }
  Result<std::size_t> read(std::span<char> to) override {
    if (kind_ == "failing" && at_ > size_ / 2) return Failure(refusal(ErrorKind::internal));
    if (kind_ == "throwing" && at_ > size_ / 2) throw std::runtime_error("a defect");
    if (kind_ == "corrupt" && at_ == size_) return Failure(refusal(ErrorKind::corrupt));
    const auto end = kind_ == "short" ? size_ - 1 : kind_ == "long" ? size_ + 1 : size_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>({to.size(), end - at_, 100'000}));
    for (std::size_t i = 0; i < count; ++i) to[i] = source_byte(at_ + i);
    at_ += count;
    return count;
  }

 private:
  std::string kind_;
  std::uint64_t size_;
  std::uint64_t at_ = 0;
};

template <class Consumer>
http::StreamHandler opens(Seen& seen) {
  return [&seen](const RequestHead&) -> Result<std::unique_ptr<http::BodyConsumer>> {
    return std::make_unique<Consumer>(seen);
  };
}

}  // namespace

char source_byte(std::uint64_t at) { return static_cast<char>('a' + at % 23); }

void Seen::note(const http::RequestOutcome& outcome) {
  const std::lock_guard lock(mutex);
  outcomes.push_back(outcome);
  changed.notify_all();
}

std::vector<http::RequestOutcome> Seen::wait_for_outcomes(std::size_t count) {
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::chrono::seconds(30), [&] { return outcomes.size() >= count; });
  return outcomes;
}

std::optional<http::RequestOutcome> Seen::find_outcome(const std::string& trace_id) {
  std::unique_lock lock(mutex);
  std::optional<http::RequestOutcome> found;
  changed.wait_for(lock, std::chrono::seconds(30), [&] {
    for (const auto& outcome : outcomes) {
      if (outcome.trace_id == trace_id) found = outcome;
    }
    return found.has_value();
  });
  return found;
}

void Seen::note_fault(const Error& given) {
  const std::lock_guard lock(mutex);
  fault = given;
  changed.notify_all();
}

std::optional<Error> Seen::wait_for_fault() {
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::chrono::seconds(30), [&] { return fault.has_value(); });
  return fault;
}

http::Responder Seen::wait_for_responder() {
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::chrono::seconds(30), [&] { return static_cast<bool>(held); });
  return std::exchange(held, nullptr);
}

http::Router test_router(Seen& seen) {
  http::Router router;
  router.add("GET", "/ping", [](const RequestHead&, const std::string&) { return text("pong"); });
  router.add("GET", "/large",
             [](const RequestHead&, const std::string&) { return text(std::string(20U << 20U, 'x')); });
  router.add("GET", "/trace",
             [](const RequestHead& head, const std::string&) { return text(std::string(head.header("traceparent"))); });
  router.add("GET", "/source/{kind}", [](const RequestHead& head, const std::string&) {
    Response response{200, "application/pdf", {}, {}};
    response.source = std::make_shared<Source>(head.path_params.at("kind"), std::stoull(head.query.at("size")));
    return response;
  });
  router.add("POST", "/echo", [](const RequestHead&, const std::string& body) { return text(body); });
  router.add("POST", "/told/{first}/{second}", [](const RequestHead& head, const std::string& body) {
    const auto list = [](const std::map<std::string, std::string>& fields) {
      std::string all;
      for (const auto& [name, value] : fields)
        all.append(all.empty() ? "" : ",").append(name).append("=").append(value);
      return all;
    };
    return text(head.method + "|" + head.target + "|" + head.path + "|" + list(head.path_params) + "|" +
                list(head.query) + "|" + std::string(head.header("x-own")) + "|" +
                (head.content_length ? std::to_string(*head.content_length) : "-") + "|" + head.remote + "|" + body);
  });
  router.add("POST", "/throw",
             [](const RequestHead&, const std::string&) -> Response { throw std::runtime_error("a defect"); });
  router.add_stream("POST", "/count", opens<Counter>(seen));
  router.add_stream("PUT", "/count/{name}", opens<Counter>(seen));
  router.add_stream("POST", "/choke", opens<Choking>(seen));
  router.add_stream("POST", "/later", opens<Later>(seen));
  router.add_stream("POST", "/forget", opens<Forgetful>(seen));
  router.add_stream("POST", "/throw-late", opens<Throwing>(seen));
  router.add_stream("POST", "/throw-write", opens<ThrowingAtOnce>(seen));
  router.add_stream("POST", "/throw-answered", opens<ThrowingWhenAnswered>(seen));
  router.add_stream("POST", "/throw-open", [](const RequestHead&) -> Result<std::unique_ptr<http::BodyConsumer>> {
    throw std::runtime_error("a defect");
  });
  router.add_stream("POST", "/refuse", [](const RequestHead&) -> Result<std::unique_ptr<http::BodyConsumer>> {
    return Failure(refusal(ErrorKind::unauthorised));
  });
  return router;
}

http::ServerSettings small_server() {
  http::ServerSettings settings;
  settings.small_body = 1000;
  settings.body_limit = 100'000;
  settings.inline_body = 500;
  return settings;
}

}  // namespace fangst::test
