// What sts.cpp and iam.cpp are built of.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "client/ops/building.hpp"
#include "client/ops/query_api.hpp"
#include "client/ops/reading.hpp"

namespace pail::client::ops {

Request query_request(const QueryService& service);
std::string query_form(const QueryService& service, std::string_view action,
                       const Parameters& parameters);
// Nothing for an empty value.
void add_parameter(Parameters& parameters, std::string_view name, std::string_view value);

template <class T>
Operation<T> query_operation(const QueryService& service, std::string_view action,
                             const Parameters& parameters, Result<T> (*read)(const Answer&)) {
  return {query_request(service), query_form(service, action, parameters), read};
}

// <ActionResponse><ActionResult>: the fields of T are in there.
template <class T>
Result<T> read_query_result(const Answer& answer, std::string_view action) {
  const std::string name(action);
  PAIL_TRY(AnswerDocument document, AnswerDocument::open(answer, name + "Response"));
  T value{};
  document.reader().inside(name + "Result", [&](Reader& way) { fields(way, value); });
  PAIL_TRY(document.finish());
  return value;
}

}  // namespace pail::client::ops
