// `pail rm`: deletes one object.
#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "client/blocking.hpp"

namespace pail::cli {
namespace {

struct RmCommand {
  std::string url;
  ClientOptions client;
};

void run(const RmCommand& command) {
  const client::S3Url url = read_object_url(command.url);
  client::BlockingClient s3(make_config(command.client), make_clock(command.client.clock));
  const auto deleted = s3.delete_object(url.bucket, url.key);
  if (!deleted) fail_with("rm " + command.url, deleted.error());
}

}  // namespace

void add_rm(CLI::App& app) {
  auto options = std::make_shared<RmCommand>();
  CLI::App* const command = app.add_subcommand("rm", "Delete an object");
  command->add_option("url", options->url, "s3://bucket/key")->required();
  add_client_options(*command, options->client);
  command->footer("As on S3, deleting a key that is not there succeeds.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
