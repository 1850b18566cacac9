#include "emulator/lifecycle/run.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "emulator/lifecycle/acts.hpp"
#include "emulator/lifecycle/walk.hpp"

namespace pail::emulator::lifecycle {
namespace {

using model::BucketConfig;
using wire::Errc;
using wire::Result;

constexpr std::size_t page_buckets_max = 100;   // ours
constexpr std::size_t page_uploads_max = 1000;  // ours

// A bucket and its rules, as they were read in one moment.
struct Judge {
  model::Bucket bucket;
  Lifecycle lifecycle;
  Window window;
};

class BucketRun {
 public:
  BucketRun(world::World& world, model::Model& model, const EventsOf& events_of, Report& report)
      : world_(world), model_(model), events_of_(events_of), report_(report), now_(world.now()) {}

  // Reads everything again whenever another's write came in between, and goes on where it was.
  Result<void> go(const model::Bucket& bucket) {
    std::string finished;
    int lost = 0;
    for (std::string before; lost < model::swap_attempts_max; ++lost) {
      PAIL_TRY(const auto judge, read(bucket));
      if (!judge) return wire::ok();
      PAIL_TRY(const bool done, pass(*judge, finished));
      if (done) return wire::ok();
      if (finished != std::exchange(before, finished)) lost = 0;
    }
    return Errc::ServiceUnavailable;
  }

 private:
  // nullopt: the bucket is gone, or has no rules.
  Result<std::optional<Judge>> read(const model::Bucket& before) {
    auto bucket = model_.bucket(before.name);
    if (!bucket && bucket.error().code() == Errc::NoSuchBucket) return std::nullopt;
    PAIL_TRY(bucket);
    const std::string_view slot = bucket.value().config(BucketConfig::lifecycle);
    if (bucket.value().id != before.id || slot.empty()) return std::nullopt;
    PAIL_TRY(Lifecycle lifecycle, documents::read_lifecycle_slot(slot));
    const Window window{std::min(lifecycle.acted_until, now_), now_};
    return Judge{std::move(bucket).value(), std::move(lifecycle), window};
  }

  Result<bool> pass(const Judge& judge, std::string& finished) {
    Acts acts(world_, model_, judge.bucket, events_of_ ? events_of_(judge.bucket) : nullptr,
              report_);
    Walk walk(model_, judge.bucket, judge.lifecycle, judge.window, acts);
    PAIL_TRY(const bool held, walk.go(finished));
    if (!held) return false;
    PAIL_TRY(abort_uploads(judge, acts));
    return note_end(judge);
  }

  Result<void> abort_uploads(const Judge& judge, Acts& acts) {
    model::UploadQuery query{.uploads_max = page_uploads_max};
    for (bool more = true; more;) {
      PAIL_TRY(const model::UploadPage page, model_.list_uploads(judge.bucket, query));
      for (const model::Upload& upload : page.uploads) {
        const wire::Time begun = upload.object.last_modified();
        const auto due = within(abort_of(judge.lifecycle, upload.key, begun), judge.window);
        if (!due) continue;
        PAIL_TRY(acts.abort(upload, *due));
      }
      query.key_marker = page.next_key_marker;
      query.upload_id_marker = page.next_upload_id_marker;
      more = page.truncated;
    }
    return wire::ok();
  }

  // What happens from now on cannot have happened before now.
  Result<bool> note_end(const Judge& judge) {
    Lifecycle lifecycle = judge.lifecycle;
    if (lifecycle.acted_until == now_) return true;
    lifecycle.acted_until = now_;
    PAIL_TRY(const auto noted, model_.configure_unchanged(judge.bucket, BucketConfig::lifecycle,
                                                          documents::lifecycle_slot(lifecycle)));
    return noted.has_value();
  }

  world::World& world_;
  model::Model& model_;
  const EventsOf& events_of_;
  Report& report_;
  wire::Time now_;
};

}  // namespace

Result<Report> run(world::World& world, const EventsOf& events_of) {
  const auto contents = world.contents();
  Report report;
  BucketRun buckets(world, contents->model(), events_of, report);
  std::string after;
  for (bool more = true; more;) {
    PAIL_TRY(const model::BucketPage page, contents->model().every_bucket(after, page_buckets_max));
    for (const model::Bucket& bucket : page.buckets) {
      after = bucket.name;
      if (bucket.config(BucketConfig::lifecycle).empty()) continue;
      PAIL_TRY(buckets.go(bucket));
    }
    more = page.truncated;
  }
  return report;
}

void run_and_note(world::World& world, const EventsOf& events_of) {
  const auto report = run(world, events_of);
  if (report) return;
  world::JournalEntry entry;
  entry.kind = world::JournalEntry::Kind::lifecycle;
  entry.time = world.now();
  entry.code = report.error().code_text();
  entry.reason = wire::describe(report.error());
  world.journal().add(entry);
}

}  // namespace pail::emulator::lifecycle
