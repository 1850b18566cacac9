// How IAM's answers are read: for iam_users.cpp, iam_roles.cpp and iam_policies.cpp.
#pragma once

#include <string>
#include <string_view>

#include "client/ops/iam.hpp"
#include "client/ops/query_reading.hpp"

namespace pail::client::ops {

Parameters list_parameters(const IamList& list);
// Percent-encoded JSON, as answers have it.
void read_policy_document(Reader& way, std::string_view element, std::string& document);

// <X><member>..., and where the next page begins.
template <class T>
void read_page(Reader& way, std::string_view element, IamPage<T>& page) {
  way.inside(element, [&](Reader& members) { members.elements("member", page.items); });
  if (!way.truncated()) return;
  way.text("Marker", page.next_marker);
  if (page.next_marker.empty()) way.refuse();
}

void fields(Reader& way, std::string& name);
void fields(Reader& way, AttachedPolicy& policy);

void fields(Reader& way, IamPage<std::string>& page);
void fields(Reader& way, IamPage<AttachedPolicy>& page);

Result<std::string> read_policy_text(const Answer& answer);

// Of actions whose answer says nothing but that it is done.
inline Operation<void> iam_action(std::string_view action, const Parameters& parameters) {
  return query_operation<void>(iam, action, parameters, read_nothing);
}

}  // namespace pail::client::ops
