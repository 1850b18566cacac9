// Which operation a request means, from its method, its address and the sub-resource its query
// names. Two kinds of refusal: what S3 refuses before it looks at a credential is the Result's
// error; what it refuses after the signature (405, and 501 for what Pail has not built) waits in
// the Route. Spec: shared/spec/operations.md §2, errors.md §9 and §11.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "emulator/operation.hpp"
#include "wire/error.hpp"

namespace pail::emulator {

struct Route {
  const Operation* operation = nullptr;  // null when refused
  std::optional<wire::Error> refusal;    // to be answered once the signature is judged
};

// Immutable once built: thread-safe.
class Router {
 public:
  explicit Router(std::span<const Operation* const> operations);

  // InvalidArgument: two sub-resources, a versionId where none applies or an empty one, `website`
  // with a value, and what the operation's own check_query says. InvalidRequest: partNumber without
  // a key. NotImplemented and MethodNotAllowed come in Route::refusal.
  Result<Route> find(const net::Request& request, const wire::Address& address,
                     const wire::Query& query, const wire::Headers& headers) const;
  // What answers OPTIONS, wherever it is sent.
  const Operation* preflight() const noexcept;

 private:
  const Operation* built(std::string_view method, Level level, std::string_view selector,
                         const wire::Headers& headers) const noexcept;

  std::vector<const Operation*> rows_;  // sorted by level, method, selector
};

}  // namespace pail::emulator
