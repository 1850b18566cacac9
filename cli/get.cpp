// `pail get`: one object into a file, or to standard output.
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "cli/progress.hpp"
#include "client/blocking.hpp"

namespace pail::cli {
namespace {

struct GetCommand {
  std::string url;
  std::string file;
  ClientOptions client;
};

bool is_folder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// Where the object goes: the file named, or the key's last segment in the folder named, or here.
std::string destination(const GetCommand& command, const client::S3Url& from) {
  if (!command.file.empty() && !is_folder(command.file)) return command.file;
  std::string name = from.file_name();
  if (name.empty() || name == "." || name == "..") {
    fail_usage("the key has no file name: say which FILE to write");
  }
  if (command.file.empty()) return name;
  return command.file + (command.file.ends_with('/') ? "" : "/") + name;
}

void get_to(client::Sink& sink, const GetCommand& command, const client::S3Url& from) {
  client::BlockingClient s3(make_config(command.client), make_clock(command.client.clock));
  ProgressBar bar(from.file_name());
  client::GetOptions options;
  options.progress = bar.callback();
  const auto got = s3.get_object(from.bucket, from.key, sink, options);
  if (!got) fail_with("get " + command.url, got.error());
}

void run(const GetCommand& command) {
  const client::S3Url from = read_object_url(command.url);
  if (command.file == "-") {
    client::StreamSink out(STDOUT_FILENO, "standard output");
    return get_to(out, command, from);
  }
  auto file = client::FileSink::create(destination(command, from));
  if (!file) fail_with("get " + command.url, file.error());
  get_to(*file.assume_value(), command, from);
  const auto committed = file.assume_value()->commit();
  if (!committed) fail_with("get " + command.url, committed.error());
}

}  // namespace

void add_get(CLI::App& app) {
  auto options = std::make_shared<GetCommand>();
  CLI::App* const command = app.add_subcommand("get", "Download an object");
  command->add_option("url", options->url, "s3://bucket/key")->required();
  command->add_option("file", options->file,
                      "File or folder to write to; - for standard output (default: the key's last "
                      "segment, here)");
  add_client_options(*command, options->client);
  command->footer(
      "Examples:\n"
      "  pail get s3://my-bucket/photos/cat.jpg\n"
      "  pail get s3://my-bucket/all.tar - | tar t\n"
      "\n"
      "The file appears when it is whole; a download that fails leaves what was there before.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
