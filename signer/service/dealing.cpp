#include "signer/service/dealing.hpp"

namespace pail::signer::service {

std::string_view path_of(const net::Request& request) noexcept {
  return request.target.substr(0, request.target.find('?'));
}

Dealing::Dealing(const net::Request& from, std::shared_ptr<const Policy> by, wire::Time at,
                 std::string id)
    : request(&from), policy(std::move(by)), now(at) {
  audit.time = now;
  audit.request_id = std::move(id);
  audit.peer = from.peer;
  audit.subject = from.peer_subject;
  audit.path = path_of(from);
}

Result<Grant> Dealing::grant(const Ask& ask, wire::Random& random) {
  audit.act = word_of(ask.act);
  audit.bucket = ask.bucket;
  audit.key = ask.key.empty() ? ask.filename : ask.key;
  audit.content_type = ask.content_type.value_or("");
  audit.size = ask.size;
  audit.lifetime = ask.lifetime;
  auto granted = decide(*policy, caller.name, ask, now, random);
  if (!granted) {
    audit.rule = granted.error().detail("Rule");
    return granted;
  }
  const Grant& grant = granted.value();
  audit.allowed = true;
  audit.rule = grant.rule->name;
  audit.bucket = grant.bucket;
  audit.key = grant.key;
  audit.lifetime = grant.lifetime;
  return granted;
}

}  // namespace pail::signer::service
