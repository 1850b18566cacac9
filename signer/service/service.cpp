#include "signer/service/service.hpp"

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serializer.hpp>

#include "net/webhook.hpp"
#include "signer/service/exchange.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"

namespace pail::signer::service {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;

// How long a browser may remember the answer to a preflight: the most that Chromium keeps.
constexpr std::uint64_t preflight_age_s = 7200;
constexpr std::string_view posted = "POST, OPTIONS";
// Ours: what most answers fit into, as objects and as text, so that they need no other memory.
constexpr std::size_t answer_bytes_usual = 4096;
constexpr unsigned too_many_requests = 429;  // RFC 6585 §4
constexpr unsigned client_gone = 499;        // of the log only, where nobody got an answer

Error too_large(std::size_t bytes_max) {
  return Error(Errc::MaxMessageLengthExceeded,
               "The body is longer than " + std::to_string(bytes_max) + " bytes.");
}

Error no_such_path() {
  return Error(Errc::NoSuchResource,
               "There is no such path. This service has POST /sign, /presign, /post-policy, "
               "/credentials, /multipart, /complete, /abort and /upload, and GET /health.");
}

Error wrong_method(std::string_view allow) {
  return Error(Errc::MethodNotAllowed, "This path takes " + std::string(allow) + ".")
      .header("Allow", allow);
}

json::object error_document(std::string_view code, std::string_view message) {
  return {{"error", {{"code", code}, {"message", message}}}};
}

client::Config client_config(const Options& options) {
  client::Config config = options.s3;
  const auto url = net::parse_url(options.place.endpoint);
  config.endpoint = options.own_endpoint ? options.own_endpoint
                    : url                ? std::optional(url.value().origin)
                                         : std::nullopt;
  config.region = options.place.region;
  config.credentials = options.credentials;
  return config;
}

std::string make_request_id(wire::Random& random) {
  std::array<std::byte, 8> bytes;
  random.fill(bytes);
  return wire::to_hex(bytes);
}

std::string text_of(const json::object& object) {
  std::array<char, answer_bytes_usual> piece;
  json::serializer serializer;
  serializer.reset(&object);
  std::string text;
  do {
    text += std::string_view(serializer.read(piece.data(), piece.size() - 1));
  } while (!serializer.done());
  return text += '\n';
}

}  // namespace

net::Reply json_reply(unsigned status, const json::object& object) {
  net::Reply reply;
  reply.status = status;
  // no-store: a signature is for who asked, once.
  reply.fields.add("Content-Type", "application/json").add("Cache-Control", "no-store");
  reply.body = text_of(object);
  return reply;
}

struct SigningService::Route {
  std::string_view path;
  std::string_view allow;
  Answer (SigningService::*answer)(Dealing& dealing, std::string_view body);  // null: no JSON comes
  bool asks_s3 = false;
  std::size_t bytes_max = body_bytes_max;

  bool is_health() const noexcept { return allow != posted; }
};

SigningService::Exchange::~Exchange() {
  if (!told_) service_.note(dealing_.audit, client_gone, "the client went away");
}

void SigningService::Exchange::failed(const Error& error, unsigned status) {
  told_ = true;
  service_.note(dealing_.audit, status, wire::describe(error));
  give_up();
}

net::Reply SigningService::Exchange::succeeded(const json::object& answer) {
  told_ = true;
  net::Reply reply = json_reply(200, answer);
  service_.note(dealing_.audit, reply.status, {});
  return service_.complete(std::move(reply), dealing_.request, {});
}

// Gathers a request's body, then has it answered.
class SigningService::Body final : public Exchange {
 public:
  Body(SigningService& service, const Route& route, Dealing dealing)
      : Exchange(service, std::move(dealing)), route_(route) {}

  net::Result<void> write(net::Bytes piece) override {
    if (piece.size() > route_.bytes_max - text_.size()) return too_large(route_.bytes_max);
    text_ += wire::as_text(piece);
    return wire::ok();
  }

  net::Result<net::Reply> finish() override {
    std::array<unsigned char, answer_bytes_usual> first;
    json::monotonic_resource memory(first.data(), first.size());
    dealing().memory = &memory;
    net::Result<net::Reply> reply = answer();
    dealing().memory = {};
    return reply;
  }

 private:
  net::Result<net::Reply> answer() {
    PAIL_TRY(const json::object answer, (service().*route_.answer)(dealing(), text_));
    return succeeded(answer);
  }

  const Route& route_;
  std::string text_;
};

SigningService::SigningService(Options options)
    : desk_(options.credentials, options.place, options.clock),
      allow_origins_(std::move(options.allow_origins)),
      on_finished_(std::move(options.on_finished)),
      audit_(std::move(options.audit)),
      random_(std::move(options.random)),
      couriers_(std::move(options.couriers)),
      pause_(std::move(options.pause)),
      s3_(client_config(options), options.clock),
      policy_(std::make_shared<const Policy>(
          options.policy ? std::move(*options.policy) : development_policy(options.place.bucket))) {
  if (!couriers_) couriers_ = net::make_webhook;
  if (pause_) return;
  pause_ = [this](std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    ending_.wait_for(lock, time, [this] { return ends_; });
  };
}

SigningService::~SigningService() {
  const std::scoped_lock lock(mutex_);
  ends_ = true;
  ending_.notify_all();
}

std::shared_ptr<const Policy> SigningService::policy() const {
  const std::scoped_lock lock(mutex_);
  return policy_;
}

void SigningService::replace_policy(Policy policy) {
  auto next = std::make_shared<const Policy>(std::move(policy));
  const std::scoped_lock lock(mutex_);
  policy_ = std::move(next);
}

const SigningService::Route* SigningService::find_route(std::string_view path) noexcept {
  static constexpr Route routes[] = {
      {"/sign", posted, &SigningService::sign},
      {"/presign", posted, &SigningService::presign},
      {"/post-policy", posted, &SigningService::post_policy},
      {"/credentials", posted, &SigningService::credentials, true},
      {"/multipart", posted, &SigningService::multipart, true},
      {"/complete", posted, &SigningService::complete_upload, true, complete_bytes_max},
      {"/abort", posted, &SigningService::abort_upload, true},
      {"/upload", posted, nullptr, true},
      {"/health", "GET, HEAD, OPTIONS", nullptr}};
  const auto* found = std::find_if(std::begin(routes), std::end(routes),
                                   [path](const Route& route) { return route.path == path; });
  return found == std::end(routes) ? nullptr : found;
}

bool SigningService::may_block(const net::Request& request) const noexcept {
  const Route* const route = find_route(path_of(request));
  return route != nullptr && route->asks_s3 && request.method == "POST";
}

net::Begin SigningService::begin(const net::Request& request) {
  const Route* const route = find_route(path_of(request));
  if (route == nullptr) return fail(no_such_path(), &request, nullptr);
  if (request.method == "OPTIONS") return complete(preflight(*route), &request, {});
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (route->is_health() && reads) return complete(health(), &request, {});
  if (route->is_health() || request.method != "POST") {
    return fail(wrong_method(route->allow), &request, nullptr);
  }
  return deal(*route, request);
}

net::Begin SigningService::deal(const Route& route, const net::Request& request) {
  Dealing dealing(request, policy(), desk_.now(), make_request_id(*random_));
  if (const auto admitted = admit(dealing); !admitted) return refuse(admitted.error(), dealing);
  if (dealing.policy->rate) {
    const std::string who =
        dealing.caller.known_by.empty() ? "@" + dealing.audit.peer : dealing.caller.name;
    const auto wait = limiter_.take(who, *dealing.policy->rate, dealing.now);
    if (wait) return refuse_for_now(dealing, *wait);
  }
  if (route.answer == nullptr) return upload(std::move(dealing));
  if (request.content_length.value_or(0) > route.bytes_max) {
    return refuse(too_large(route.bytes_max), dealing);
  }
  return std::make_unique<Body>(*this, route, std::move(dealing));
}

net::Reply SigningService::fail(const Error& error, const net::Request* request,
                                net::Upload* upload) {
  const unsigned status = error.status() == 0 ? info(Errc::InternalError).status : error.status();
  net::Reply reply =
      json_reply(status, error_document(error.code_text(), error.message().value_or("")));
  for (const wire::NamedText& field : error.headers()) reply.fields.add(field.name, field.value);
  if (auto* const exchange = dynamic_cast<Exchange*>(upload)) exchange->failed(error, status);
  return complete(std::move(reply), request, error.code_text());
}

net::Reply SigningService::refuse(const Error& error, Dealing& dealing) {
  note(dealing.audit, error.status(), wire::describe(error));
  return fail(error, dealing.request, nullptr);
}

net::Reply SigningService::refuse_for_now(Dealing& dealing, std::chrono::seconds wait) {
  note(dealing.audit, too_many_requests, "TooManyRequests");
  net::Reply reply = json_reply(
      too_many_requests, error_document("TooManyRequests", "You ask too often; try again later."));
  reply.fields.add("Retry-After", static_cast<std::uint64_t>(wait.count()));
  return complete(std::move(reply), dealing.request, "TooManyRequests");
}

Result<void> SigningService::admit(Dealing& dealing) {
  PAIL_TRY(dealing.caller, identify(*dealing.policy, *dealing.request, dealing.now));
  dealing.audit.caller = dealing.caller.name;
  dealing.audit.known_by = dealing.caller.known_by;
  return wire::ok();
}

void SigningService::note(AuditEntry& entry, unsigned status, std::string reason) const {
  entry.status = status;
  entry.reason = std::move(reason);
  if (audit_) audit_(audit_line(entry));
}

net::Reply SigningService::health() const {
  return json_reply(200, {{"status", "ok"}});
}

net::Reply SigningService::preflight(const Route& route) const {
  net::Reply reply;
  reply.status = 204;
  reply.fields.add("Allow", route.allow);
  if (allow_origins_.empty() && policy()->allow_origins.empty()) return reply;
  reply.fields.add("Access-Control-Allow-Methods", route.allow)
      .add("Access-Control-Allow-Headers", "Authorization, Content-Type")
      .add("Access-Control-Max-Age", preflight_age_s);
  return reply;
}

// One origin is told to everybody, as it always was; of several the one that asks.
void SigningService::allow_origin(net::Reply& reply, const net::Request* request) const {
  std::vector<std::string> origins = allow_origins_;
  const auto by = policy();
  origins.insert(origins.end(), by->allow_origins.begin(), by->allow_origins.end());
  if (origins.empty()) return;
  std::string allowed;
  if (std::find(origins.begin(), origins.end(), "*") != origins.end()) {
    allowed = "*";
  } else if (origins.size() == 1) {
    allowed = origins.front();
  } else {
    reply.fields.add("Vary", "Origin");
    const std::string_view asking = request == nullptr ? "" : request->headers.get("Origin");
    const auto found = std::find(origins.begin(), origins.end(), asking);
    if (found == origins.end()) return;
    allowed = *found;
  }
  reply.fields.add("Access-Control-Allow-Origin", allowed)
      .add("Access-Control-Expose-Headers", "Retry-After");
}

net::Reply SigningService::complete(net::Reply reply, const net::Request* request,
                                    std::string_view error_code) const {
  reply.fields.add("Date", wire::http_date(desk_.now()));
  allow_origin(reply, request);
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
