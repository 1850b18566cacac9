// Temporary credentials for who has a token of an identity provider, and no key at all.
#include "emulator/query_api/actions.hpp"
#include "emulator/query_api/role_session.hpp"
#include "wire/text.hpp"

namespace pail::emulator::query_api {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view action = "sts:AssumeRoleWithWebIdentity";

// "accounts.example.com:aud" and ":sub", beside the keys every call of STS has.
class WebKeys final : public StsKeys {
 public:
  WebKeys(const Call& call, const access::WebIdentity& who)
      : StsKeys(call), who_(who), prefix_(wire::lower(who.provider) + ":") {}

  void append(std::string_view key, std::vector<std::string>& values) const override {
    if (!key.starts_with(prefix_)) return StsKeys::append(key, values);
    key.remove_prefix(prefix_.size());
    if (key == "sub") values.push_back(who_.subject);
    if (key == "aud") values.insert(values.end(), who_.audiences.begin(), who_.audiences.end());
  }

 private:
  const access::WebIdentity& who_;
  std::string prefix_;
};

bool is_trusted(const Call& call, const access::Entity& role, const access::WebIdentity& who) {
  const std::string provider = "arn:aws:iam::" + role.account + ":oidc-provider/" + who.provider;
  const access::PrincipalNames names{
      .account = {}, .arn = {}, .issuer_arn = {}, .canonical_id = {}, .federated = provider};
  const WebKeys keys(call, who);
  return role.trust->evaluate({names, action, "", keys}) == access::Effect::allow;
}

}  // namespace

Result<void> assume_role_with_web_identity(const Call& call, wire::XmlWriter& result) {
  PAIL_TRY(const RoleAsked asked, role_asked(call));
  PAIL_TRY(const std::string_view token, call.parameters.required("WebIdentityToken"));
  if (call.parameters.find("ProviderId")) {
    return Error(Errc::ValidationError,
                 "ProviderId is for OAuth 2.0 access tokens; Pail takes OpenID Connect tokens.");
  }
  PAIL_TRY(const access::WebIdentity who, call.providers.identify(token, call.now));
  if (!asked.role || !is_trusted(call, *asked.role, who)) {
    return Error(Errc::AccessDenied, "Not authorized to perform " + std::string(action));
  }
  PAIL_TRY(begin_role_session(call, asked, result));
  result.element("SubjectFromWebIdentityToken", who.subject)
      .element("Audience", who.audiences.front())
      .element("Provider", who.issuer);
  return wire::ok();
}

}  // namespace pail::emulator::query_api
