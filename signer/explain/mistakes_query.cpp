// Mistakes in what is signed of the query. Facts: sigv2.md §5, §12, sigv4.md §2, §5.
#include <tuple>

#include "signer/canonical.hpp"
#include "signer/explain/mistakes.hpp"
#include "signer/explain/rewrite.hpp"
#include "signer/v2_compat.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer::explain::rows {
namespace {

// Parameters that carry the signature itself.
bool authenticates(std::string_view name) noexcept {
  constexpr std::string_view v2_names[] = {"AWSAccessKeyId", "Expires", "Signature"};
  return name.starts_with("X-Amz-") ||
         std::find(std::begin(v2_names), std::end(v2_names), name) != std::end(v2_names);
}

bool ignore_case_less(const Param& a, const Param& b) noexcept {
  if (canonical::name_less(a.name, b.name)) return true;
  return !canonical::name_less(b.name, a.name) && a.value < b.value;
}

// All parameters of the request that do not authenticate, as sent.
std::vector<Param> own_params(const Case& request, bool raw) {
  std::vector<Param> params;
  for (const wire::QueryParam& param : request.message().query.all()) {
    if (authenticates(param.name)) continue;
    params.push_back(
        {raw ? param.raw_name : param.name, raw ? param.raw_value : param.value, param.has_equals});
  }
  return params;
}

}  // namespace

bool boto_sub_resources(Draft& draft, const Case& request, unsigned way) {
  std::vector<std::string> resources = v2::resources_of_boto(request.message());
  if (way >= resources.size()) return false;
  draft.bucket = {};
  draft.path = request.keep(std::move(resources[way]));
  draft.params.clear();
  return true;
}

// All of them, then one at a time.
bool sub_resource_omitted(Draft& draft, const Case&, unsigned way) {
  if (way > draft.params.size()) return false;
  if (way == 0) {
    draft.params.clear();
  } else {
    draft.params.erase(draft.params.begin() + static_cast<std::ptrdiff_t>(way - 1));
  }
  return true;
}

bool sub_resource_with_value(Draft& draft, const Case& request, unsigned way) {
  if (way > 1) return false;
  for (Param& param : draft.params) {
    if (param.has_value) continue;
    param.has_value = true;
    if (way == 1) {
      param.value = request.message().query.value(param.name).value_or(std::string_view{});
    }
  }
  return true;
}

bool sub_resources_unsorted(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  std::vector<Param> in_order;
  for (const wire::QueryParam& sent : request.message().query.all()) {
    for (const Param& param : draft.params) {
      if (param.name == sent.name) in_order.push_back(param);
    }
  }
  draft.params = std::move(in_order);
  return true;
}

// As sent; decoded; both sorted too.
bool v2_query_signed(Draft& draft, const Case& request, unsigned way) {
  if (way > 3) return false;
  draft.params = own_params(request, way % 2 == 0);
  if (way > 1) std::sort(draft.params.begin(), draft.params.end(), ignore_case_less);
  return true;
}

bool v2_value_not_decoded(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  for (Param& param : draft.params) {
    const wire::QueryParam* const sent = request.message().query.find(param.name);
    if (param.has_value && sent != nullptr) param.value = sent->raw_value;
  }
  return true;
}

// As sent; sorted without case; sorted by decoded text.
bool query_unsorted(Draft& draft, const Case& request, unsigned way) {
  if (way > 2) return false;
  if (way == 1) {
    std::sort(draft.params.begin(), draft.params.end(), ignore_case_less);
    return true;
  }
  std::vector<const wire::QueryParam*> order;
  for (const wire::QueryParam& param : request.message().query.all()) {
    if (param.name != "X-Amz-Signature") order.push_back(&param);
  }
  if (way == 2) {
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
      return std::tie(a->name, a->value) < std::tie(b->name, b->value);
    });
  }
  draft.params.clear();
  for (const wire::QueryParam* const param : order) {
    draft.params.push_back({request.keep(wire::percent_encode(param->name, false)),
                            request.keep(wire::percent_encode(param->value, false)), true});
  }
  return true;
}

bool query_plus(Draft& draft, const Case& request, unsigned way) {
  if (way > 1) return false;
  for_values(draft, request, [&](std::string_view value) {
    return replaced(value, way == 0 ? "%20" : "%2B", "+");
  });
  return true;
}

bool query_slash_kept(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  for_values(draft, request, [](std::string_view value) { return replaced(value, "%2F", "/"); });
  return true;
}

bool query_not_encoded(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  for_values(draft, request, decoded);
  return true;
}

bool query_encoded_twice(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  for_values(draft, request,
             [](std::string_view value) { return wire::percent_encode(value, false); });
  return true;
}

bool query_hex_case(Draft& draft, const Case& request, unsigned way) {
  if (way > 0) return false;
  for_values(draft, request, [](std::string_view value) { return with_hex_case(value, true); });
  return true;
}

bool query_no_equals(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  for (Param& param : draft.params) param.has_value = !param.value.empty();
  return true;
}

bool query_left_out(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  draft.params.clear();
  return true;
}

bool token_added_later(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  std::erase_if(draft.params,
                [](const Param& param) { return param.name == "X-Amz-Security-Token"; });
  return true;
}

// One at a time, then all.
bool parameter_added_later(Draft& draft, const Case&, unsigned way) {
  std::vector<std::size_t> own;
  for (std::size_t i = 0; i < draft.params.size(); ++i) {
    if (!authenticates(draft.params[i].name)) own.push_back(i);
  }
  if (way > own.size()) return false;
  if (way == own.size()) {
    std::erase_if(draft.params, [](const Param& param) { return !authenticates(param.name); });
  } else {
    draft.params.erase(draft.params.begin() + static_cast<std::ptrdiff_t>(own[way]));
  }
  return true;
}

bool expires_edited(Draft& draft, const Case&, unsigned way) {
  constexpr std::string_view usual[] = {"3600", "900",  "86400", "604800", "300",
                                        "60",   "1800", "7200",  "600",    "43200"};
  const auto* const seconds = nth(usual, way);
  if (seconds == nullptr) return false;
  for (Param& param : draft.params) {
    if (param.name == "X-Amz-Expires") param.value = *seconds;
  }
  return true;
}

bool query_question_mark(Draft& draft, const Case&, unsigned way) {
  if (way > 0) return false;
  if (!draft.params.empty()) draft.layout.query_mark = "?";
  return true;
}

}  // namespace pail::signer::explain::rows
