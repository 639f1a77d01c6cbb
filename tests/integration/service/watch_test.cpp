#include "api_plant.hpp"
#include "metrics_text.hpp"
#include "observation.hpp"

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;

/// Gauges that are read when somebody looks.
class Watch : public ApiTest {
 protected:
  Watch() { observation_.watch(*database, dependencies, queue); }
  bool has_line(const std::string& line) { return observe::has_line(observation_.render(), line); }

  service::Observation observation_;
};

constexpr auto kFirst = R"({pipeline="vedtak-ut",state="in_flight",step="arkiver"})";
constexpr auto kSecond = R"({pipeline="vedtak-ut",state="waiting",step="send"})";

TEST_F(Watch, tells_how_much_waits_where_and_how_old_the_oldest_is) {
  accept("K-1");
  database.clock->advance(60s);
  accept("K-2");
  accept("K-3");
  change_row("state = 'waiting', step = 'send'", "K-3");
  accept("K-4");
  change_row("state = 'finished'", "K-4");
  database.clock->advance(90s);
  EXPECT_TRUE(has_line("fangst_backlog_items" + std::string(kFirst) + " 2"));
  EXPECT_TRUE(has_line("fangst_oldest_item_age_seconds" + std::string(kFirst) + " 150"));
  EXPECT_TRUE(has_line("fangst_backlog_items" + std::string(kSecond) + " 1"));
  EXPECT_TRUE(has_line("fangst_oldest_item_age_seconds" + std::string(kSecond) + " 90"));
  EXPECT_EQ(observation_.render().find("state=\"finished\""), std::string::npos);
}

TEST_F(Watch, tells_that_nothing_waits_any_more_where_something_did) {
  accept("K-1");
  accept("K-2");
  change_row("state = 'waiting', step = 'send'", "K-2");
  database.clock->advance(90s);
  EXPECT_TRUE(has_line("fangst_backlog_items" + std::string(kSecond) + " 1"));
  change_row("state = 'finished'", "K-2");
  EXPECT_TRUE(has_line("fangst_backlog_items" + std::string(kSecond) + " 0"));
  EXPECT_TRUE(has_line("fangst_oldest_item_age_seconds" + std::string(kSecond) + " 0"));
  EXPECT_TRUE(has_line("fangst_backlog_items" + std::string(kFirst) + " 1")) << "the other waits on";
  change_row("state = 'waiting'", "K-2");
  EXPECT_TRUE(has_line("fangst_backlog_items" + std::string(kSecond) + " 1")) << "it came back";
}

TEST_F(Watch, does_not_tell_that_nothing_waits_when_it_cannot_know) {
  accept("K-1");
  EXPECT_TRUE(has_line("fangst_backlog_items" + std::string(kFirst) + " 1"));
  database.tamper("ALTER TABLE submission RENAME TO away");
  EXPECT_TRUE(has_line("fangst_backlog_items" + std::string(kFirst) + " 1"));
}

TEST_F(Watch, tells_of_each_dependency_whether_calls_pass) {
  dependencies.add("svarut");
  dependencies.add("krr").pause();
  auto& broken = dependencies.add("digipost");
  for (int i = 0; i < 100; ++i) {
    static_cast<void>(broken.guard([]() -> Result<void> {
      return Failure(Error(ErrorKind::unavailable, "test.nede", "test", PublicText{"Nede."}));
    }));
  }
  const auto up = [](const std::string& name, int value) {
    return "fangst_dependency_up{dependency=\"" + name + "\"} " + std::to_string(value);
  };
  EXPECT_TRUE(has_line(up("svarut", 1)));
  EXPECT_TRUE(has_line(up("krr", 0)));
  EXPECT_TRUE(has_line(up("digipost", 0)));
  dependencies.find("krr")->resume();
  EXPECT_TRUE(has_line(up("krr", 1)));
}

TEST_F(Watch, tells_whether_work_is_being_handed_out) {
  EXPECT_TRUE(has_line("fangst_queue_healthy 1"));
  queue.healthy = false;
  EXPECT_TRUE(has_line("fangst_queue_healthy 0"));
}

}  // namespace
}  // namespace fangst::testing
