#include "cli/removal_report.hpp"

#include <boost/json/object.hpp>

#include "cli/client_options.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

// What one key of many failed with, as the answer to a request of its own would have said it.
wire::Error error_of(const client::DeleteFailure& failure) {
  const auto code = wire::errc_from_text(failure.code);
  return wire::Error(code.value_or(wire::Errc::UnknownError), failure.message)
      .with("Code", failure.code);
}

}  // namespace

void RemovalReport::done(const client::DeletedObject& object) {
  tell(object.key, object.version_id, false);
}

client::Result<void> RemovalReport::would_be(client::BlockingClient& s3,
                                             client::jobs::Finder finder) {
  for (;;) {
    PAIL_TRY(const auto found, s3.wait(finder.next()));
    if (found.empty()) return wire::ok();
    for (const client::jobs::Source& source : found) tell(source.path, source.version_id, true);
  }
}

void RemovalReport::failed(const std::string& key, const wire::Error& error) {
  tally_.failed(verb_ + " " + url_text(bucket_, key), error);
}

client::jobs::RemovalWatcher RemovalReport::watcher() {
  client::jobs::RemovalWatcher watcher;
  watcher.done = [this](const client::DeletedObject& object) { done(object); };
  watcher.failed = [this](const client::DeleteFailure& failure) {
    failed(failure.key, error_of(failure));
  };
  return watcher;
}

void RemovalReport::tell(const std::string& key, const std::string& version_id, bool dry_run) {
  tally_.done();
  boost::json::object object{{"action", "delete"},
                             {"url", json_text("s3://" + bucket_ + "/" + key)}};
  if (!version_id.empty()) object["version_id"] = json_text(version_id);
  if (dry_run) object["dry_run"] = true;
  std::string text = dry_run ? "(dry run) delete: " : "delete: ";
  text += url_text(bucket_, key);
  if (!version_id.empty()) text += " version " + wire::printable(version_id);
  out_.done(text, object);
}

}  // namespace pail::cli
