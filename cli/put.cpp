// `pail put`: one file, or standard input, into a bucket.
#include <unistd.h>

#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "cli/progress.hpp"
#include "client/blocking.hpp"
#include "wire/content_type.hpp"

namespace pail::cli {
namespace {

struct PutCommand {
  std::string file;
  std::string url;
  std::string content_type;
  std::string signer;
  ClientOptions client;

  bool from_stdin() const { return file == "-"; }
};

// s3://bucket/ and s3://bucket/folder/ take the file's own name, as cp does.
client::S3Url destination(const PutCommand& command) {
  client::S3Url url = read_s3_url(command.url);
  if (!url.file_name().empty()) return url;
  if (command.from_stdin()) fail_usage("standard input has no name: give the whole key");
  url.key += command.file.substr(command.file.rfind('/') + 1);
  if (url.key.empty()) fail_usage("'" + command.file + "' has no file name");
  return url;
}

std::string content_type(const PutCommand& command, const client::S3Url& to) {
  if (!command.content_type.empty()) return command.content_type;
  return std::string(wire::content_type_of(command.from_stdin() ? to.key : command.file));
}

void run(const PutCommand& command) {
  const client::S3Url to = destination(command);
  const std::string what = "put s3://" + to.bucket + "/" + to.key;
  const client::Config config = make_config(command.client, command.signer);
  auto body = command.from_stdin() ? client::stream_body(STDIN_FILENO, "standard input")
                                   : client::file_body(command.file);
  if (!body) fail_with(what, body.error());

  client::BlockingClient s3(config, make_clock(command.client.clock));
  ProgressBar bar(command.from_stdin() ? to.key : command.file);
  client::PutOptions options;
  options.content_type = content_type(command, to);
  options.progress = bar.callback();
  const auto stored = s3.put_object(to.bucket, to.key, *body.assume_value(), options);
  if (!stored) fail_with(what, stored.error());
}

}  // namespace

void add_put(CLI::App& app) {
  auto options = std::make_shared<PutCommand>();
  CLI::App* const command = app.add_subcommand("put", "Upload a file, or standard input");
  command->add_option("file", options->file, "The file; - for standard input")->required();
  command
      ->add_option("url", options->url,
                   "s3://bucket/key; with a slash at its end the file's name is added")
      ->required();
  command->add_option("--content-type", options->content_type,
                      "Content-Type to store (default: by the name's extension, else "
                      "binary/octet-stream)");
  auto* const signer = command->add_option(
      "--signer", options->signer,
      "A signing service (`pail signer`) to get the signature from: no keys and "
      "no right clock are needed here");
  add_client_options(*command, options->client);
  signer->excludes(command->get_option("--signature"));  // the service decides
  command->footer(
      "Examples:\n"
      "  pail put photo.jpg s3://my-bucket/photos/\n"
      "  tar c . | pail put - s3://my-bucket/all.tar\n"
      "  pail put --signer http://127.0.0.1:9001 photo.jpg s3://my-bucket/photo.jpg");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
