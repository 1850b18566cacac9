// Whether a caller may have what he asks for, and as what: the one place where a policy is applied.
//
// Pure but for the UUIDs it draws. Errors: AccessDenied, with the reason in its message and the
// rule that came nearest as the element Rule; KeyTooLongError.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "signer/service/policy.hpp"
#include "signer/service/requests.hpp"
#include "wire/clock.hpp"
#include "wire/random.hpp"

namespace pail::signer::service {

// Ours, as S3's tolerance of clocks: so long can signed headers be used.
inline constexpr std::chrono::seconds signed_headers_last{900};

struct Ask {
  Act act = Act::get;
  std::string bucket;  // empty: the rule's first
  std::string key;
  std::string filename;  // instead of a key: one shall be made
  bool key_is_prefix = false;
  bool begun = false;  // it is about an upload that was granted before
  std::optional<std::string> content_type;
  std::optional<std::uint64_t> size;
  std::optional<UploadTerms::Sizes> sizes;  // of a form
  std::optional<std::chrono::seconds> lifetime;
  Version version = Version::v4;
};

struct Grant {
  const Rule* rule = nullptr;  // of the policy, which must outlive this
  std::string bucket;
  std::string key;  // of credentials: the prefix
  std::optional<UploadTerms::Sizes> sizes;
  std::chrono::seconds lifetime{};
};

Result<Grant> decide(const Policy& policy, std::string_view caller, const Ask& ask, wire::Time now,
                     wire::Random& random);

// Whether a content type is one of those that the globs mean: by its media type, whatever
// parameters stand behind it. None means all.
bool is_type_among(std::string_view content_type, const std::vector<std::string>& globs);

}  // namespace pail::signer::service
