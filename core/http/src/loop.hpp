#pragma once

#include <fangst/http/server.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace fangst::http {

class Session;

/// One I/O thread with its own event loop. A session belongs to one loop for life, so that nothing of it needs a lock.
class Loop : public std::enable_shared_from_this<Loop> {
 public:
  Loop(std::chrono::milliseconds sweep_interval, FaultObserver on_fault);
  ~Loop();  // NOLINT(bugprone-exception-escape)

  void run_in_thread();
  boost::asio::io_context& context() { return context_; }
  bool is_current_thread() { return context_.get_executor().running_in_this_thread(); }

  /// From any thread. After shut_down() the task is dropped, so that nothing can be left in a loop that never runs.
  template <class Task>
  void post(Task task) {
    const std::lock_guard lock(mutex_);
    if (!shut_down_) boost::asio::post(context_, std::move(task));
  }

  /// The rest: on the loop's thread only.
  void add(std::shared_ptr<Session> session);
  void remove(const Session& session);
  void close_idle_sessions();
  void close_all_sessions();

  /// When every session is closed: ends and joins the thread, and drops what was posted late.
  void shut_down();

 private:
  void sweep_later();
  void sweep();
  void run();

  std::chrono::milliseconds sweep_interval_;
  FaultObserver on_fault_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                    boost::asio::io_context::executor_type>
      timer_;
  bool sweeping_ = false;
  std::vector<std::shared_ptr<Session>> sessions_;
  std::mutex mutex_;
  bool shut_down_ = false;
  std::thread thread_;
};

}  // namespace fangst::http
