// The load of one thread: takes its turns from the common pace, writes each request, and counts how
// it was answered. An upload in parts stays on its connection until it is complete.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client/load/pace.hpp"
#include "client/load/requests.hpp"
#include "client/load/results.hpp"
#include "net/load.hpp"
#include "wire/clock.hpp"

namespace pail::client::load {

class Worker final : public net::LoadWork {
 public:
  // What all workers of a load share; all of it outlives them.
  struct Shared {
    const Plan& plan;
    const Sequence& sequence;
    Pace& pace;
    const wire::Clock& clock;
    // Called when the first measured request begins.
    std::function<void()> measuring_begins;
  };

  Worker(const Shared& shared, RequestWriter writer, Tally tally, std::size_t connections);

  net::LoadTurn next(std::size_t slot, net::LoadMoment now, net::LoadRequest& request,
                     net::LoadMoment& due) override;
  void done(std::size_t slot, const net::LoadAnswer& answer) override;

  Tally& tally() noexcept { return tally_; }

 private:
  struct Slot {
    Kind kind = Kind::get;
    bool is_measured = false;
    net::LoadMoment intended;
    std::uint64_t bytes = 0;  // of the body that is sent
    // Of an upload in parts:
    Step upload;
    unsigned parts_done = 0;
    std::uint64_t bytes_done = 0;
    std::string upload_id;  // empty: none is under way
    std::string document;
  };

  void keep_time(net::LoadMoment now);
  void begin(Slot& slot, const Pace::Start& start, net::LoadRequest& request);
  void go_on(Slot& slot, net::LoadMoment now, net::LoadRequest& request);
  void note_progress(Slot& slot, const net::LoadAnswer& answer);
  void give_up(Slot& slot) noexcept;
  std::string_view error_of(const Slot& slot, const net::LoadAnswer& answer);

  const Shared& shared_;
  RequestWriter writer_;
  Tally tally_;
  std::vector<Slot> slots_;
  net::LoadMoment clock_read_{};
  std::string error_;
};

// What stands in the first element of that name, as it is; empty: there is none.
std::string_view element_text(std::string_view document, std::string_view name) noexcept;

}  // namespace pail::client::load
