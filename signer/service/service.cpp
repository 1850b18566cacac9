#include "signer/service/service.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "wire/date.hpp"

namespace pail::signer::service {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;

// How long a browser may remember the answer to a preflight: the most that Chromium keeps.
constexpr std::uint64_t preflight_age_s = 7200;

std::string_view path_of(const net::Request& request) {
  return request.target.substr(0, request.target.find('?'));
}

net::Reply json_reply(unsigned status, const json::object& object) {
  net::Reply reply;
  reply.status = status;
  // no-store: a signature is for who asked, once.
  reply.fields.add("Content-Type", "application/json").add("Cache-Control", "no-store");
  reply.body = json::serialize(object) + "\n";
  return reply;
}

Error too_large() {
  return Error(Errc::MaxMessageLengthExceeded,
               "The body is longer than " + std::to_string(body_bytes_max) + " bytes.");
}

Error no_such_path() {
  return Error(Errc::NoSuchResource,
               "There is no such path. This service has POST /sign, POST /presign, POST "
               "/post-policy and GET "
               "/health.");
}

Error wrong_method(std::string_view allow) {
  return Error(Errc::MethodNotAllowed, "This path takes " + std::string(allow) + ".")
      .header("Allow", allow);
}

}  // namespace

struct SigningService::Route {
  std::string_view path;
  std::string_view allow;
  Result<net::Reply> (SigningService::*answer)(std::string_view body) const;  // null: health
};

// Gathers a request's body, then has it answered. Holds the service's pointer and the request's,
// both of which outlive the exchange.
class SigningService::Body final : public net::Upload {
 public:
  Body(const SigningService& service, const Route& route, const net::Request& request)
      : service_(service), route_(route), request_(request) {}

  net::Result<void> write(net::Bytes piece) override {
    if (piece.size() > body_bytes_max - text_.size()) return too_large();
    text_ += wire::as_text(piece);
    return wire::ok();
  }

  net::Result<net::Reply> finish() override {
    PAIL_TRY(net::Reply reply, (service_.*route_.answer)(text_));
    return service_.complete(std::move(reply), &request_, {});
  }

 private:
  const SigningService& service_;
  const Route& route_;
  const net::Request& request_;
  std::string text_;
};

SigningService::SigningService(Options options)
    : desk_(std::move(options.credentials), std::move(options.place), std::move(options.clock)),
      allow_origin_(std::move(options.allow_origin)),
      on_finished_(std::move(options.on_finished)) {}

const SigningService::Route* SigningService::find_route(std::string_view path) noexcept {
  static constexpr Route routes[] = {
      {"/sign", "POST, OPTIONS", &SigningService::sign},
      {"/presign", "POST, OPTIONS", &SigningService::presign},
      {"/post-policy", "POST, OPTIONS", &SigningService::post_policy},
      {"/health", "GET, HEAD, OPTIONS", nullptr}};
  const auto* found = std::find_if(std::begin(routes), std::end(routes),
                                   [path](const Route& route) { return route.path == path; });
  return found == std::end(routes) ? nullptr : found;
}

net::Begin SigningService::begin(const net::Request& request) {
  const Route* route = find_route(path_of(request));
  if (route == nullptr) return fail(no_such_path(), &request, nullptr);
  if (request.method == "OPTIONS") return complete(preflight(*route), &request, {});
  if (route->answer == nullptr && (request.method == "GET" || request.method == "HEAD")) {
    return complete(health(), &request, {});
  }
  if (route->answer == nullptr || request.method != "POST") {
    return fail(wrong_method(route->allow), &request, nullptr);
  }
  if (request.content_length.value_or(0) > body_bytes_max) {
    return fail(too_large(), &request, nullptr);
  }
  return std::make_unique<Body>(*this, *route, request);
}

net::Reply SigningService::fail(const Error& error, const net::Request* request, net::Upload*) {
  const json::object document{
      {"error", {{"code", error.code_text()}, {"message", error.message().value_or("")}}}};
  net::Reply reply = json_reply(error.status(), document);
  for (const wire::NamedText& field : error.headers()) reply.fields.add(field.name, field.value);
  return complete(std::move(reply), request, error.code_text());
}

net::Reply SigningService::health() const {
  return json_reply(200, {{"status", "ok"}});
}

net::Reply SigningService::preflight(const Route& route) const {
  net::Reply reply;
  reply.status = 204;
  reply.fields.add("Allow", route.allow);
  if (allow_origin_.empty()) return reply;
  reply.fields.add("Access-Control-Allow-Methods", route.allow)
      .add("Access-Control-Allow-Headers", "Content-Type")
      .add("Access-Control-Max-Age", preflight_age_s);
  return reply;
}

Result<net::Reply> SigningService::sign(std::string_view body) const {
  PAIL_TRY(const SignRequest request, read_sign_request(body));
  return json_reply(200, desk_.sign(request));
}

Result<net::Reply> SigningService::presign(std::string_view body) const {
  PAIL_TRY(const PresignRequest request, read_presign_request(body));
  PAIL_TRY(const json::object answer, desk_.presign(request));
  return json_reply(200, answer);
}

Result<net::Reply> SigningService::post_policy(std::string_view body) const {
  PAIL_TRY(const PostPolicyRequest request, read_post_policy_request(body));
  return json_reply(200, desk_.post_policy(request));
}

net::Reply SigningService::complete(net::Reply reply, const net::Request* request,
                                    std::string_view error_code) const {
  reply.fields.add("Date", wire::format_http_date(desk_.now()));
  if (!allow_origin_.empty()) reply.fields.add("Access-Control-Allow-Origin", allow_origin_);
  if (request != nullptr && request->method == "HEAD") {
    reply.head_length = reply.body_size();
    reply.body = std::monostate{};
  }
  if (on_finished_ && request != nullptr) {
    on_finished_({request->peer, request->method, path_of(*request), reply.status, error_code});
  } else if (on_finished_) {
    on_finished_({{}, {}, {}, reply.status, error_code});
  }
  return reply;
}

}  // namespace pail::signer::service
