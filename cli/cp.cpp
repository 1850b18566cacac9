// `pail cp`, `mv`, `put` and `get`: files and objects to other places.
#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/copying.hpp"
#include "cli/fail.hpp"
#include "cli/selection_options.hpp"

namespace pail::cli {
namespace {

constexpr const char* names_help =
    "A target that ends in a slash, a bucket, or a folder that is there takes each source under "
    "its own name. With --recursive, photos comes along as photos/..., and photos/ as what is in "
    "it. Large files go in parts, several at once, and every byte is checked.\n";

void run_copy(const Copying& command) {
  std::vector<std::string> sources = command.paths;
  if (sources.size() < 2) fail_usage(command.verb + ": a source and a target are needed");
  const std::string target = sources.back();
  sources.pop_back();
  carry_out(command, target, sources);
}

void run_put(const Copying& command) {
  std::vector<std::string> sources = command.paths;
  if (sources.size() < 2) fail_usage("put: a file and an s3:// URL are needed");
  const std::string target = sources.back();
  sources.pop_back();
  read_s3_url(target);
  for (const std::string& source : sources) {
    if (is_s3_url(source)) fail_usage("put takes files; to copy objects there is pail cp");
    if (source == "-" && (target.ends_with('/') || read_s3_url(target).key.empty())) {
      fail_usage("standard input has no name: give the whole key");
    }
  }
  carry_out(command, target, sources);
}

// The last word is the target unless it is a URL.
void run_get(const Copying& command) {
  std::vector<std::string> sources = command.paths;
  std::string target = ".";
  if (sources.size() > 1 && !is_s3_url(sources.back())) {
    target = sources.back();
    sources.pop_back();
  }
  for (const std::string& source : sources) {
    const client::S3Url url = read_s3_url(source);
    if (!command.selection.recursive) read_object_url(source);
    const bool one = !is_many(url, command.selection);
    if (one && url.file_name().empty())
      fail_usage("the key has no file name: say which FILE to write");
  }
  carry_out(command, target, sources);
}

using Run = void (*)(const Copying&);

std::shared_ptr<Copying> add(CLI::App& app, const std::string& verb, const std::string& summary,
                             Run run) {
  auto options = std::make_shared<Copying>();
  options->verb = verb;
  CLI::App* const command = app.add_subcommand(verb, summary);
  command->callback([options, run] { run(*options); });
  return options;
}

}  // namespace

void add_cp(CLI::App& app) {
  const auto options = add(app, "cp", "Copy files to S3, objects from it, or inside it", run_copy);
  CLI::App* const command = app.get_subcommand("cp");
  command
      ->add_option("paths", options->paths,
                   "Files, folders, s3:// URLs with globs, or - for standard input; last the "
                   "target: a file, a folder, an s3:// URL, or - for standard output")
      ->option_text("SOURCE... TARGET")
      ->required();
  add_copying_options(*command, *options, {});
  command->footer(std::string("Examples:\n"
                              "  pail cp photo.jpg s3://my-bucket/photos/\n"
                              "  pail cp 's3://my-bucket/logs/2026-*.gz' ./logs/\n"
                              "  pail cp -r site/ s3://my-bucket --exclude '*.map'\n"
                              "  pail cp s3://a/big.tar s3://b/big.tar\n"
                              "  pail cp s3://my-bucket/all.tar - | tar t\n\n") +
                  names_help + "\n" + glob_help);
}

void add_mv(CLI::App& app) {
  const auto options = add(app, "mv", "Move files to S3, objects from it, or inside it", run_copy);
  options->how.move = true;
  CLI::App* const command = app.get_subcommand("mv");
  command->add_option("paths", options->paths, "Files, folders or s3:// URLs; last the target")
      ->option_text("SOURCE... TARGET")
      ->required();
  add_copying_options(*command, *options, {});
  command->footer(std::string("Examples:\n"
                              "  pail mv s3://my-bucket/old.txt s3://my-bucket/new.txt\n"
                              "  pail mv -r s3://my-bucket/inbox/ s3://archive/2026/ --dry-run\n"
                              "\nA source goes when its copy is there, one by one: S3 knows no "
                              "move.\n\n") +
                  names_help + "\n" + glob_help);
}

void add_put(CLI::App& app) {
  const auto options = add(app, "put", "Upload files, folders, or standard input", run_put);
  CLI::App* const command = app.get_subcommand("put");
  command
      ->add_option("paths", options->paths,
                   "The files, or - for standard input; last s3://bucket/key, to which with a "
                   "slash at its end the file's name is added")
      ->option_text("FILE... URL")
      ->required();
  options->client.signs_each = true;
  add_copying_options(*command, *options, {.takes_files = true, .takes_objects = false});
  command->footer(
      std::string("Examples:\n"
                  "  pail put photo.jpg s3://my-bucket/photos/\n"
                  "  tar c . | pail put - s3://my-bucket/all.tar\n"
                  "  pail put -r site/ s3://my-bucket --metadata build=17\n"
                  "  pail put first.txt s3://my-bucket/lock --if-none-match '*'\n"
                  "  pail put --signer http://127.0.0.1:9001 photo.jpg s3://my-bucket/p.jpg\n\n") +
      names_help);
}

void add_get(CLI::App& app) {
  const auto options = add(app, "get", "Download objects", run_get);
  CLI::App* const command = app.get_subcommand("get");
  command
      ->add_option("paths", options->paths,
                   "s3://bucket/key, with globs; last the file or folder to write to, or - for "
                   "standard output (default: the key's last segment, here)")
      ->option_text("URL... [FILE]")
      ->required();
  add_copying_options(*command, *options, {.takes_files = false, .takes_objects = true});
  command->footer(std::string("Examples:\n"
                              "  pail get s3://my-bucket/photos/cat.jpg\n"
                              "  pail get 's3://my-bucket/photos/*.jpg' photos/\n"
                              "  pail get -r s3://my-bucket/photos .\n"
                              "  pail get s3://my-bucket/big.iso --resume\n"
                              "  pail get s3://my-bucket/all.tar - | tar t\n"
                              "\nA file appears when it is whole; a download that fails leaves "
                              "what was there before.\n\n") +
                  glob_help);
}

}  // namespace pail::cli
