// `pail sync`: one tree made like another.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <string>

#include "cli/amount.hpp"
#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/fail.hpp"
#include "cli/interruption.hpp"
#include "cli/progress.hpp"
#include "cli/selection_options.hpp"
#include "client/progress_line.hpp"
#include "client/sync/sync.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

namespace sync = client::sync;

constexpr unsigned parallel_max = 256;  // ours: beyond it connections only wait for each other

struct SyncCommand {
  std::string from;
  std::string to;
  sync::Options how;
  bool size_only = false;
  bool checksum = false;
  std::string part_size;
  std::string storage_class;
  ClientOptions client;
};

sync::Tree read_tree(const std::string& text) {
  if (!is_s3_url(text)) return sync::Folder{text};
  client::S3Url url = read_s3_url(text);
  if (!url.key.empty() && !url.key.ends_with('/')) url.key += '/';
  return sync::Prefix{url.bucket, url.key};
}

std::string place(const sync::Tree& tree, const std::string& path) {
  if (const auto* const folder = std::get_if<sync::Folder>(&tree)) {
    return folder->path + (folder->path.ends_with('/') ? "" : "/") + path;
  }
  const auto& prefix = std::get<sync::Prefix>(tree);
  return "s3://" + prefix.bucket + "/" + prefix.prefix + path;
}

std::string_view verb_of(sync::Act act) noexcept {
  switch (act) {
    case sync::Act::upload:
      return "upload";
    case sync::Act::download:
      return "download";
    case sync::Act::copy:
      return "copy";
    case sync::Act::remove:
      return "delete";
  }
  return "";
}

sync::Options options_of(const SyncCommand& command) {
  sync::Options how = command.how;
  if (command.size_only) how.compare = sync::Compare::size;
  if (command.checksum) how.compare = sync::Compare::checksum;
  how.upload.put.storage_class = command.storage_class;
  if (!command.part_size.empty()) {
    how.upload.part_bytes = read_bytes("--part-size", command.part_size);
    how.download.part_bytes = how.upload.part_bytes;
  }
  return how;
}

class Syncing {
 public:
  explicit Syncing(const SyncCommand& command)
      : command_(command),
        out_(command.client.output),
        tally_(out_),
        from_(read_tree(command.from)),
        to_(read_tree(command.to)),
        s3_(command.client),
        bar_({.name = {}, .files = 0, .bytes = 0}, !out_.quiet() && !out_.json()) {}

  void run() {
    sync::Watcher watcher;
    watcher.done = [this](const sync::Step& step) { done(step); };
    watcher.failed = [this](const sync::Step& step, const wire::Error& error) {
      bar_.clear();
      failed(step, error);
    };
    watcher.standing = [this](const client::transfer::Standing& now) { bar_.set(now); };
    const auto summary =
        s3_.wait(sync::run(s3_.async(), from_, to_, options_of(command_), watcher));
    bar_.clear();
    if (!summary) end(summary.error());
    tell(summary.assume_value());
    tally_.finish();
  }

 private:
  // Steps that an interruption has ended are told of together, unless one has left something.
  void failed(const sync::Step& step, const wire::Error& error) {
    if (!is_told(error)) return;
    tally_.failed("sync " + wire::printable(place(from_, step.path)), error);
  }

  [[noreturn]] void end(const wire::Error& why) const {
    const std::string what = "sync " + wire::printable(command_.from);
    const int signal = signal_of(why);
    if (signal == 0) out_.fail(what, why);
    out_.fail(what,
              interruption_by(signal, "interrupted. The same line typed again does the rest."));
  }

  void done(const sync::Step& step) {
    tally_.done();
    bar_.clear();
    bar_.file_done();
    const bool dry_run = command_.how.dry_run;
    const std::string to = place(to_, step.path);
    boost::json::object object{{"action", verb_of(step.act)}};
    std::string text = fmt::format("{}{}: ", dry_run ? "(dry run) " : "", verb_of(step.act));
    if (step.act == sync::Act::remove) {
      object["url"] = json_text(to);
      text += wire::printable(to);
    } else {
      const std::string from = place(from_, step.path);
      object["from"] = json_text(from);
      object["to"] = json_text(to);
      object["size"] = step.size;
      text += wire::printable(from) + " to " + wire::printable(to);
    }
    object["why"] = step.why;
    if (dry_run) object["dry_run"] = true;
    out_.done(text, object);
  }

  void tell(const sync::Summary& all) const {
    boost::json::object numbers{{"uploaded", all.uploaded}, {"downloaded", all.downloaded},
                                {"copied", all.copied},     {"deleted", all.removed},
                                {"same", all.same},         {"failed", all.failed},
                                {"size", all.bytes}};
    if (command_.how.dry_run) numbers["dry_run"] = true;
    const std::uint64_t moved = all.uploaded + all.downloaded + all.copied;
    out_.done(fmt::format("{}{} moved ({}), {} deleted, {} the same{}",
                          command_.how.dry_run ? "(dry run) " : "", grouped(moved),
                          client::human_bytes(all.bytes), grouped(all.removed), grouped(all.same),
                          all.failed > 0 ? ", " + grouped(all.failed) + " failed" : ""),
              {{"summary", std::move(numbers)}});
  }

  const SyncCommand& command_;
  Output out_;
  Tally tally_;
  sync::Tree from_;
  sync::Tree to_;
  Connection s3_;
  ProgressBar bar_;
};

void run(const SyncCommand& command) {
  if (!is_s3_url(command.from) && !is_s3_url(command.to)) {
    fail_usage("one side must be an s3:// URL");
  }
  Syncing(command).run();
}

void add_options(CLI::App& command, SyncCommand& options) {
  auto* const size_only = command.add_flag("--size-only", options.size_only,
                                           "Compare sizes alone, whatever the times say");
  command
      .add_flag("--checksum", options.checksum,
                "Compare the bytes, by checksum or ETag: reads every file")
      ->excludes(size_only);
  command.add_flag("--delete", options.how.delete_extra,
                   "Delete from the target what the source does not have");
  add_rule_options(command, options.how.rules);
  command.add_flag("-n,--dry-run", options.how.dry_run, "Say what would be done, and do nothing");
  command.add_option("--storage-class", options.storage_class, "Of what is uploaded or copied")
      ->option_text("CLASS");
  command.add_option("--part-size", options.part_size, "Of large files, which go in parts")
      ->option_text("BYTES")
      ->group("Transfer");
  command.add_option("--parallel", options.how.parallel, "Files at once")
      ->check(CLI::Range(1U, parallel_max))
      ->option_text("N")
      ->capture_default_str()
      ->group("Transfer");
}

}  // namespace

void add_sync(CLI::App& app) {
  auto options = std::make_shared<SyncCommand>();
  CLI::App* const command = app.add_subcommand("sync", "Make a folder or prefix like another one");
  command->add_option("source", options->from, "A folder, or s3://bucket/prefix")->required();
  command->add_option("target", options->to, "A folder, or s3://bucket/prefix")->required();
  add_options(*command, *options);
  add_client_options(*command, options->client);
  add_quiet_option(*command, options->client.output);
  command->footer(
      "Examples:\n"
      "  pail sync site s3://my-bucket --delete --dry-run\n"
      "  pail sync s3://my-bucket/photos ~/photos --exclude '*.tmp'\n"
      "  pail sync s3://a s3://b --size-only\n"
      "\n"
      "What is in the source goes into the target, with or without a slash at the end. A file is "
      "moved when its copy is not there, has another size, or is older. Only --delete deletes.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
