// The rows of the catalogue with what makes them work: which forms they concern, what they touch,
// and the function that makes the mistake. Internal to signer/explain/; the rows are mistakes.def.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "signer/explain/draft.hpp"

namespace pail::signer::explain {

// What of a signature a mistake touches. Two mistakes of one part are not looked for together.
// Those from `scope` on leave V4's canonical request as it is.
enum class Part : std::uint8_t {
  method,
  bucket,
  path,
  query,
  content_type,
  content_md5,
  host,
  lines,
  payload,
  layout,
  date,
  scope,
  secret,
  digest,
  writing
};

// Makes the mistake in its n-th way; false when there are no more ways. A way that does not change
// this request is passed over by the search.
using Apply = bool (*)(Draft& draft, const Case& request, unsigned way);
// Whether this row is what the refusal says: then the particulars ("" where there are none).
using Recognise = std::optional<std::string> (*)(const Exhibit& exhibit);

struct SignatureRow {
  const Mistake* mistake;
  std::uint8_t forms;  // of enum Form
  Part part;
  Apply apply;
};
struct RefusalRow {
  const Mistake* mistake;
  Recognise recognise;
};
std::span<const SignatureRow> signature_rows() noexcept;
std::span<const RefusalRow> refusal_rows() noexcept;

#define PAIL_SIGNATURE_MISTAKE(id, forms, part, function, what, fix, fact) \
  bool function(Draft& draft, const Case& request, unsigned way);
#define PAIL_REFUSAL_MISTAKE(id, function, what, fix, fact) \
  std::optional<std::string> function(const Exhibit& exhibit);
namespace rows {
#include "signer/explain/mistakes.def"
}  // namespace rows
#undef PAIL_SIGNATURE_MISTAKE
#undef PAIL_REFUSAL_MISTAKE

}  // namespace pail::signer::explain
