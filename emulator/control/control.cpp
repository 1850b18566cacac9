#include "emulator/control/control.hpp"

#include "emulator/control/gate.hpp"
#include "emulator/control/routes.hpp"
#include "wire/target.hpp"

namespace pail::control {
namespace {

net::Reply answer_of(const Route& route, const Call& call) {
  auto answer = route.answer(call);
  return answer ? std::move(answer.value()) : problem_reply(answer.error());
}

// Gathers a call's document, then has it answered.
class Document final : public net::Upload {
 public:
  Document(const Route& route, Call call) : route_(route), call_(std::move(call)) {}

  net::Result<void> write(net::Bytes piece) override {
    full_ = piece.size() > route_.body_bytes_max - text_.size();
    if (full_) return wire::Errc::MaxMessageLengthExceeded;
    text_ += wire::as_text(piece);
    return wire::ok();
  }
  net::Result<net::Reply> finish() override {
    call_.body = text_;
    return answer_of(route_, call_);
  }

  Problem problem(const wire::Error& error) const {
    return full_ ? too_large(route_.body_bytes_max) : Problem(error);
  }

 private:
  const Route& route_;
  Call call_;
  std::string text_;
  bool full_ = false;
};

bool lists(std::string_view names, std::string_view name) {
  while (!names.empty()) {
    const std::string_view first = names.substr(0, names.find(' '));
    if (first == name) return true;
    names.remove_prefix(std::min(first.size() + 1, names.size()));
  }
  return false;
}

// A misspelt filter must not show everything.
Outcome<wire::Query> read_query(const Route& route, std::string_view raw_target) {
  PAIL_TRY(const wire::Target target, wire::split_target(raw_target));
  PAIL_TRY(wire::Query query, wire::Query::parse(target.query));
  for (const wire::QueryParam& parameter : query.all()) {
    if (lists(route.query, parameter.name)) continue;
    return invalid("The parameter '" + std::string(parameter.name) + "' is not known here." +
                   (route.query.empty() ? "" : " Known are: " + std::string(route.query) + "."));
  }
  return query;
}

Problem no_way(const net::Request& request, std::string allow) {
  if (allow.empty()) {
    return {404, "UnknownPath", "There is no such path. GET /_pail/v1/openapi.json has all."};
  }
  Problem problem(405, "MethodNotAllowed", "This path takes " + allow + ".");
  if (request.method == "OPTIONS") problem.message += " Pages of other sites are not let in.";
  problem.allow = std::move(allow);
  return problem;
}

void drop_body(net::Reply& reply) {
  reply.head_length = reply.body_size();
  reply.body = std::monostate{};
}

// The path behind /_pail/v1/; "" when it is none, which no route has.
std::string_view path_of(const net::Request& request) {
  const auto target = wire::split_target(request.target);
  if (!target || !target.value().path.starts_with(path_prefix)) return {};
  return target.value().path.substr(path_prefix.size());
}

}  // namespace

struct Control::State {
  emulator::Emulator& emulator;
  Options options;

  Outcome<net::Begin> begin(const net::Request& request) const;
};

Outcome<net::Begin> Control::State::begin(const net::Request& request) const {
  if (auto refused = refusal(request, options.token, options.domains)) return std::move(*refused);
  Found found = find_route(request.method, path_of(request));
  if (found.route == nullptr) return no_way(request, std::move(found.allow));
  const Route& route = *found.route;
  PAIL_TRY(wire::Query query, read_query(route, request.target));
  Call call{
      emulator, options, request, std::move(query), std::move(found.world), std::move(found.item)};
  if (route.receive != nullptr) {
    PAIL_TRY(auto upload, route.receive(call));
    return net::Begin(std::move(upload));
  }
  if (route.body_bytes_max == 0) return net::Begin(answer_of(route, call));
  if (request.content_length.value_or(0) > route.body_bytes_max) {
    return too_large(route.body_bytes_max);
  }
  return net::Begin(std::make_unique<Document>(route, std::move(call)));
}

Control::Control(emulator::Emulator& emulator, Options options)
    : state_(new State{emulator, std::move(options)}) {}

Control::~Control() = default;

net::Begin Control::begin(const net::Request& request) {
  auto begun = state_->begin(request);
  net::Begin begin = begun ? std::move(begun.value()) : net::Begin(problem_reply(begun.error()));
  auto* const reply = std::get_if<net::Reply>(&begin);
  if (reply != nullptr && request.method == "HEAD") drop_body(*reply);
  return begin;
}

net::Reply Control::fail(const wire::Error& error, const net::Request*, net::Upload* upload) {
  const auto* const document = dynamic_cast<const Document*>(upload);
  return problem_reply(document != nullptr ? document->problem(error) : Problem(error));
}

bool Control::may_block(const net::Request& request) const noexcept {
  const Found found = find_route(request.method, path_of(request));
  return found.route != nullptr && found.route->slow;
}

}  // namespace pail::control
