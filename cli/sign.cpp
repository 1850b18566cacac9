// `pail sign`: the header fields that make somebody else's request pass.
#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/client_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "client/standalone.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

struct SignCommand {
  std::string method;
  std::string url;
  std::vector<std::string> headers;
  ClientOptions client;
};

void run(const SignCommand& command) {
  client::PlainRequest request{upper(command.method), command.url, {}};
  for (const std::string& line : command.headers) request.headers.push_back(read_header(line));
  const client::Config config = make_signing_config(command.client);
  const auto fields =
      client::signature_fields(config, request, make_clock(command.client.clock)->now());
  const Output out(command.client.output);
  if (!fields) out.fail("sign " + command.url, fields.error());
  const std::string curl = client::curl_line(request, fields.assume_value());
  boost::json::object headers;
  std::string text;
  for (const auto& [name, value] : fields.assume_value()) {
    headers[name] = value;
    text += name + ": " + value + "\n";
  }
  out.done(text + "\n" + curl, {{"headers", std::move(headers)}, {"curl", curl}});
}

}  // namespace

void add_sign(CLI::App& app) {
  auto options = std::make_shared<SignCommand>();
  CLI::App* const command =
      app.add_subcommand("sign", "Sign a request for somebody else to send, curl for instance");
  command->add_option("method", options->method, "GET, PUT, ...")->required();
  command->add_option("url", options->url, "The whole URL, percent-encoded")->required();
  command
      ->add_option("-H,--header", options->headers,
                   "A header that will be sent, as 'Name: value' (repeatable)")
      ->allow_extra_args(false);
  add_client_options(*command, options->client);
  command->footer(
      "Examples:\n"
      "  pail sign PUT http://my-bucket.s3.localhost:9000/foo.txt --signature v2 \\\n"
      "      -H 'Content-Type: text/plain'\n"
      "\n"
      "Prints the headers to add, and a line for a shell in which FILE stands for the body. The\n"
      "secret is in neither. S3 takes the signature for 15 minutes. V4 leaves the body unsigned.");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
