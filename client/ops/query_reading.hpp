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

// <ActionResponse><ActionResult>: the fields of T are in there. MalformedXML for another document.
template <class T>
Result<T> read_query_result(const Answer& answer) {
  PAIL_TRY(AnswerDocument document, AnswerDocument::open_response(answer));
  T value{};
  Reader reader = document.result();
  fields(reader, value);
  PAIL_TRY(document.finish());
  return value;
}

// Of answers that hold one thing, in an element of its kind.
template <class T>
struct One {
  T value;
};

template <class T>
Result<T> read_one(const Answer& answer) {
  PAIL_TRY(One<T> one, read_query_result<One<T>>(answer));
  return std::move(one.value);
}

template <class T>
Operation<T> query_operation(const QueryService& service, std::string_view action,
                             const Parameters& parameters,
                             Result<T> (*read)(const Answer&) = read_query_result<T>) {
  return {query_request(service), query_form(service, action, parameters), read};
}

}  // namespace pail::client::ops
