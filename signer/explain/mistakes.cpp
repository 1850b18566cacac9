#include "signer/explain/mistakes.hpp"

namespace pail::signer::explain {
namespace {

constexpr std::uint8_t v2 = v2_header | v2_query;
constexpr std::uint8_t v4 = v4_header | v4_query;
constexpr std::uint8_t any = v2 | v4;
constexpr std::uint8_t form = v2_form | v4_form;
constexpr std::uint8_t every = any | form;
constexpr std::uint8_t every_v4 = v4 | v4_form;
constexpr std::uint8_t every_v2 = v2 | v2_form;

// The same rows again and again: for their numbers, their texts, and what each kind does.
enum : std::size_t {
#define PAIL_SIGNATURE_MISTAKE(id, forms, part, function, what, fix, fact) at_##function,
#define PAIL_REFUSAL_MISTAKE(id, function, what, fix, fact) at_##function,
#include "signer/explain/mistakes.def"
#undef PAIL_SIGNATURE_MISTAKE
#undef PAIL_REFUSAL_MISTAKE
};

constexpr Mistake all[] = {
#define PAIL_SIGNATURE_MISTAKE(id, forms, part, function, what, fix, fact) {id, what, fix, fact},
#define PAIL_REFUSAL_MISTAKE(id, function, what, fix, fact) {id, what, fix, fact},
#include "signer/explain/mistakes.def"
#undef PAIL_SIGNATURE_MISTAKE
#undef PAIL_REFUSAL_MISTAKE
};

constexpr SignatureRow of_signatures[] = {
#define PAIL_SIGNATURE_MISTAKE(id, forms, part, function, what, fix, fact) \
  {&all[at_##function], forms, Part::part, rows::function},
#define PAIL_REFUSAL_MISTAKE(id, function, what, fix, fact)
#include "signer/explain/mistakes.def"
#undef PAIL_SIGNATURE_MISTAKE
#undef PAIL_REFUSAL_MISTAKE
};

constexpr RefusalRow of_refusals[] = {
#define PAIL_SIGNATURE_MISTAKE(id, forms, part, function, what, fix, fact)
#define PAIL_REFUSAL_MISTAKE(id, function, what, fix, fact) {&all[at_##function], rows::function},
#include "signer/explain/mistakes.def"
#undef PAIL_SIGNATURE_MISTAKE
#undef PAIL_REFUSAL_MISTAKE
};

}  // namespace

std::span<const Mistake> catalogue() noexcept {
  return all;
}

std::span<const SignatureRow> signature_rows() noexcept {
  return of_signatures;
}

std::span<const RefusalRow> refusal_rows() noexcept {
  return of_refusals;
}

}  // namespace pail::signer::explain
