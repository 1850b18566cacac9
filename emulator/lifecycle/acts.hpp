// One thing that a rule does, and what is told of it: an entry of the journal, named as S3's access
// logs name it, and an event. Part of run(); one thread.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "emulator/lifecycle/run.hpp"
#include "emulator/lifecycle/schedule.hpp"

namespace pail::emulator::lifecycle {

// Acts on one bucket as it was read. Each act is done at its own time, by its rule. An answer of
// nullopt or false says that bucket or version are no longer what was judged, and nothing was done.
class Acts {
 public:
  // `events` may be null. Everything must outlive it.
  Acts(world::World& world, model::Model& model, const model::Bucket& bucket,
       std::unique_ptr<Events> events, Report& report)
      : world_(world),
        model_(model),
        bucket_(bucket),
        events_(std::move(events)),
        report_(report) {}

  // A current object, where no versions are kept: it goes. Elsewhere a delete marker is put on top,
  // which is what comes back.
  struct Expired {
    std::optional<model::Object> marker;
  };
  wire::Result<std::optional<Expired>> expire(std::string_view key, const model::Object& object,
                                              const Due& due);
  wire::Result<std::optional<model::Object>> transition(const model::Model::Judged& judged,
                                                        const DueTransition& due);
  wire::Result<bool> remove_noncurrent(std::string_view key, const model::Object& version,
                                       const Due& due);
  wire::Result<bool> remove_marker(std::string_view key, const model::Object& marker,
                                   const Due& due);
  // One that was completed or given up meanwhile is no error.
  wire::Result<void> abort(const model::Upload& upload, const Due& due);

 private:
  struct Told {
    std::string_view operation;
    std::string_view key;
    std::string_view version_id;
    wire::Time when;
    const LifecycleRule& rule;
  };
  Turn turn(std::string_view key);
  wire::Result<bool> remove(std::string_view key, const model::Object& version, bool current,
                            const Due& due);
  void note(const Told& told);
  void tell(const Happening& happening);
  // "" where the bucket never kept versions.
  std::string_view shown_id(std::string_view version_id) const noexcept;

  world::World& world_;
  model::Model& model_;
  const model::Bucket& bucket_;
  std::unique_ptr<Events> events_;
  Report& report_;
};

}  // namespace pail::emulator::lifecycle
