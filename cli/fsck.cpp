// `pail fsck`: looks at every byte of a data directory that no server uses.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "cli/listen.hpp"
#include "emulator/model/rows.hpp"
#include "emulator/store/fsck.hpp"

namespace pail::cli {
namespace {

constexpr int exit_cannot_open = 2;

struct FsckOptions {
  std::string data;
  bool json = false;
};

std::uint64_t bucket_id_of(std::string_view row) {
  std::uint64_t id = 0;
  for (const char byte : row.substr(1, 8)) id = id << 8 | static_cast<unsigned char>(byte);
  return id;
}

// What a row is about, as far as its name tells.
std::string subject_of(std::string_view row) {
  constexpr std::size_t bucket_part = 1 + 8;
  if (row.empty()) return "-";
  if (row.front() == 'b') return fmt::format("bucket {}", printable(model::name_of_row(row)));
  if (row.size() < bucket_part) return fmt::format("row \"{}\"", printable(row));
  const auto in_bucket = [&](std::string_view what, std::string_view key) {
    return fmt::format("{} \"{}\" of bucket {}", what, printable(key), bucket_id_of(row));
  };
  switch (static_cast<model::RowFamily>(row.front())) {
    case model::RowFamily::objects:
      return in_bucket("object", model::key_of_row(row));
    case model::RowFamily::markers:
      return in_bucket("delete marker", model::key_of_row(row));
    case model::RowFamily::older:
      return in_bucket("older version of", model::escaped_row(row).key);
    case model::RowFamily::uploads:
      return in_bucket("upload of", model::escaped_row(row).key);
    case model::RowFamily::parts:
      return fmt::format("part of an upload in bucket {}", bucket_id_of(row));
  }
  return fmt::format("row \"{}\"", printable(row));
}

void print(const store::Finding& finding) {
  if (finding.key.empty()) {
    fmt::print("{}: {}\n", name(finding.kind), printable(finding.detail));
  } else {
    fmt::print("{}: {} (world {}; {})\n", name(finding.kind), subject_of(finding.key),
               printable(finding.space), printable(finding.detail));
  }
}

boost::json::object json_of(const store::Finding& finding) {
  return {{"kind", name(finding.kind)},
          {"world", printable(finding.space)},
          {"row", printable(finding.key)},
          {"subject", subject_of(finding.key)},
          {"detail", printable(finding.detail)}};
}

void print_summary(const FsckOptions& options, const store::FsckReport& report,
                   boost::json::array findings) {
  if (options.json) {
    const boost::json::object document{
        {"directory", options.data}, {"worlds", report.spaces},        {"entries", report.entries},
        {"bodies", report.bodies},   {"bytes", report.bytes},          {"damage", report.damage},
        {"orphans", report.orphans}, {"findings", std::move(findings)}};
    fmt::print("{}\n", boost::json::serialize(document));
    return;
  }
  fmt::print("{}: {} entries in {} worlds, {} bodies of {} bytes: {}\n", options.data,
             report.entries, report.spaces, report.bodies, report.bytes,
             report.damage == 0 ? "no damage" : fmt::format("{} damaged", report.damage));
  if (report.orphans > 0) {
    fmt::print("{} bodies belong to no entry that can be read; {}\n", report.orphans,
               report.damage == 0 ? "the next start removes them"
                                  : "they stay as long as there is damage");
  }
}

void run_fsck(const FsckOptions& options) {
  boost::json::array findings;
  const auto report = store::fsck({.directory = options.data}, [&](const store::Finding& finding) {
    if (options.json) {
      findings.push_back(json_of(finding));
    } else {
      print(finding);
    }
  });
  if (!report) {
    fail(wire::sentence(report.error()), exit_cannot_open);
  }
  print_summary(options, report.value(), std::move(findings));
  if (report.value().damage > 0) throw CLI::RuntimeError(exit_failed);
}

}  // namespace

void add_fsck(CLI::App& app) {
  auto options = std::make_shared<FsckOptions>();
  CLI::App* command = app.add_subcommand("fsck", "Check a data directory that no server is using");
  command->add_option("--data", options->data, "The directory that `pail serve --data` was given")
      ->required()
      ->option_text("DIR");
  command->add_flag("--json", options->json, "One JSON document instead of lines for people");
  command->footer(
      "Reads every row, body and file, and compares checksums. Changes nothing.\n"
      "Exit codes: 0 no damage, 1 damage was found, 2 the directory cannot be opened.\n"
      "Example:\n"
      "  pail fsck --data ./s3");
  command->callback([options] { run_fsck(*options); });
}

}  // namespace pail::cli
