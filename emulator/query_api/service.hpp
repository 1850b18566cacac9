// The two services of the query protocol that Pail has beside S3, on the same endpoint.
// Spec: shared/spec/operations.md §4-6.
#pragma once

#include <string_view>

namespace pail::emulator::query_api {

struct Service {
  std::string_view name;  // in credential scopes
  std::string_view version;
  std::string_view xmlns;
};

inline constexpr Service sts{"sts", "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"};
inline constexpr Service iam{"iam", "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/"};

}  // namespace pail::emulator::query_api
