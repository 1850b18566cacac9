#include <CLI/App.hpp>

#include "cli/copying.hpp"
#include "cli/selection_options.hpp"

namespace pail::cli {
namespace {

constexpr unsigned parallel_max = 256;  // ours: beyond it connections only wait for each other

void add_stored_options(CLI::App& command, Copying& options) {
  command
      .add_option("--content-type", options.content_type,
                  "Content-Type to store (default: by the name's extension, else "
                  "binary/octet-stream)")
      ->option_text("TYPE");
  command.add_option("--metadata", options.metadata, "Metadata to store; may be repeated")
      ->option_text("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_option("--storage-class", options.storage_class, "STANDARD_IA and the like")
      ->option_text("CLASS");
}

void add_condition_options(CLI::App& command, Copying& options) {
  command
      .add_option("--header", options.headers,
                  "A further header to send, as 'Cache-Control: no-cache'; may be repeated")
      ->option_text("LINE")
      ->allow_extra_args(false);
  command
      .add_option("--if-match", options.if_match,
                  "Only if what is there (of a download: what comes) has this ETag")
      ->option_text("ETAG");
  command
      .add_option("--if-none-match", options.if_none_match,
                  "Only if what is there has another ETag; *: only if nothing is there")
      ->option_text("ETAG");
}

void add_transfer_options(CLI::App& command, Copying& options) {
  command
      .add_option("--checksum", options.checksum, "Checksum of what is sent (default CRC64NVME)")
      ->check(CLI::IsMember({"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"}, CLI::ignore_case))
      ->option_text("ALGORITHM")
      ->group("Transfer");
  command
      .add_option("--part-size", options.part_size,
                  "Of large files, which go in parts (default: 8MiB, or what fits 10,000 parts)")
      ->option_text("BYTES")
      ->group("Transfer");
  command.add_option("--parallel", options.how.parallel, "Files at once, and parts of each")
      ->check(CLI::Range(1U, parallel_max))
      ->option_text("N")
      ->capture_default_str()
      ->group("Transfer");
  command
      .add_flag("--resume", options.resume,
                "Note what is done of large files, and go on from there when called again after "
                "an interruption")
      ->group("Transfer");
}

}  // namespace

void add_copying_options(CLI::App& command, Copying& options, CopyingSides sides) {
  add_recursive_option(command, options.selection);
  add_rule_options(command, options.selection.rules);
  if (sides.takes_objects) {
    add_glob_option(command, options.selection);
    command.add_option("--version-id", options.version_id, "This version of the one source")
        ->option_text("ID");
  }
  command.add_flag("-n,--dry-run", options.dry_run, "Say what would be done, and do nothing");
  command.add_flag("--no-clobber", options.no_clobber, "Fail where something is there already");
  if (sides.takes_files) add_stored_options(command, options);
  add_condition_options(command, options);
  add_transfer_options(command, options);
  add_client_options(command, options.client);
  add_quiet_option(command, options.client.output);
}

}  // namespace pail::cli
