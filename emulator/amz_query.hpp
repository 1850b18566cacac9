// x-amz-* query parameters act as headers of that name. Spec: shared/spec/operations.md §2.
#pragma once

#include "wire/headers.hpp"
#include "wire/query.hpp"

namespace pail::emulator {

// Whether a query parameter of that name acts as a header: any X-Amz-..., in any case, but those
// that carry the signature itself.
bool acts_as_header(std::string_view parameter) noexcept;
// The headers, then those parameters: a header sent beside a parameter counts first. Views into
// both.
wire::Headers with_amz_query(const wire::Headers& headers, const wire::Query& query);

}  // namespace pail::emulator
