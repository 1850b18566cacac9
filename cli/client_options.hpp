// What the commands that talk to S3 share: the options that say where and as whom, and how a
// failure is told.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/clock_options.hpp"
#include "cli/output.hpp"
#include "cli/way_options.hpp"
#include "client/config.hpp"
#include "client/s3_url.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
class Option;
}  // namespace CLI

namespace pail::cli {

struct ClientOptions : WayOptions {
  std::string endpoint_url;
  std::string region;
  std::string profile;
  std::string signature;  // "v2", "v4" or "" for the default
  bool path_style = false;
  bool virtual_host = false;
  bool no_sign_request = false;
  std::string signer;
  std::string signer_token;
  bool signs_each = false;  // a signing service signs every request instead of giving keys
  std::chrono::milliseconds exchange_time_max{0};  // 0: any
  ClockOptions clock;
  OutputOptions output;
};

// Whether a signing service is to sign each request, and so nothing but a whole PUT can be sent.
bool is_signed_each(const ClientOptions& options);

// All of them, in the groups Connection, Time and Output.
void add_client_options(CLI::App& command, ClientOptions& options);
// The sources of client::load_config(), the process's environment among them; then PAIL_ACCESS_KEY
// and PAIL_SECRET_KEY; then, for a server on this machine only, the public example pair that `pail
// serve` takes when it is told no other. Of a signing service that is not to sign each request, the
// temporary keys that it gives are fetched. Ends the command with exit_usage when something cannot
// be read or there are no keys.
client::Config make_config(const ClientOptions& options);
// make_config() for signatures that somebody else uses: with keys at hand, fetched where they are
// temporary ones. Ends the command with exit_usage when there are none.
client::Config make_signing_config(const ClientOptions& options);

// "GET" for "get".
std::string upper(std::string_view method);

// Ends the command with exit_usage when the text is no s3:// URL; the others, also when it names no
// key, or no bucket.
client::S3Url read_s3_url(const std::string& text);
client::S3Url read_object_url(const std::string& text);
client::S3Url read_bucket_url(const std::string& text);
bool is_s3_url(std::string_view text) noexcept;
// For people: control characters of a key are shown as \xNN.
std::string url_text(std::string_view bucket, std::string_view key = {});

// Ends the command with exit_usage when `text` is no such amount; `option` is for the message.
std::chrono::milliseconds read_duration(std::string_view option, const std::string& text);
std::uint64_t read_bytes(std::string_view option, const std::string& text);
// "Name: value" and "name=value".
wire::NamedText read_header(const std::string& line);
wire::NamedText read_pair(std::string_view option, const std::string& text);

// "<what>: NoSuchBucket: <message>", and on the next line what can be done about it, where
// something can.
std::string error_text(std::string_view what, const wire::Error& error);

[[noreturn]] void fail_with(std::string_view what, const wire::Error& error);

}  // namespace pail::cli
