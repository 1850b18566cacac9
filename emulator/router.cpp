#include "emulator/router.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "emulator/invalid_argument.hpp"
#include "emulator/known_operations.hpp"
#include "wire/form_data.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;

bool is_read(std::string_view method) noexcept {
  return method == "GET" || method == "HEAD";
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

// The sub-resources a query names, sorted, each once. partNumber is one only where it writes:
// beside uploadId it stands for both, on a read of a key it picks a part of the object.
std::vector<std::string_view> selectors_in(const wire::Query& query, std::string_view method) {
  std::vector<std::string_view> names;
  for (const wire::QueryParam& param : query.all()) {
    if (find_selector(param.name) != nullptr) names.push_back(param.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const auto part = std::find(names.begin(), names.end(), "partNumber");
  if (part == names.end()) return names;
  const auto upload = std::find(names.begin(), names.end(), "uploadId");
  if (upload != names.end()) {
    names.erase(upload);
  } else if (is_read(method)) {
    names.erase(part);
  }
  return names;
}

Result<void> check_part_number(const wire::Address& address, const wire::Query& query,
                               std::string_view method) {
  const auto part = query.value("partNumber");
  if (!part) return wire::ok();
  if (address.key.empty()) return Error(Errc::InvalidRequest, "Object must have a valid key name.");
  if (query.has("uploadId") || is_read(method)) return wire::ok();
  // Ours: S3's own answer is not known. Whatever it is, the object must not be touched.
  return invalid_argument("A partNumber needs an uploadId.", "partNumber", *part);
}

// The one sub-resource a request is about; "" for the bucket or object itself.
Result<std::string_view> selector_of(const net::Request& request, const wire::Address& address,
                                     const wire::Query& query) {
  if (query.empty() || address.bucket.empty()) return std::string_view{};
  const auto names = selectors_in(query, request.method);
  if (names.size() > 1) {
    return invalid_argument("Conflicting query string parameters: " + joined(names), "ResourceType",
                            names.front());
  }
  PAIL_TRY(check_part_number(address, query, request.method));
  const std::string_view selector = names.empty() ? std::string_view{} : names.front();
  if (selector == "website" && !query.value("website")->empty()) {
    return invalid_argument("The website parameter takes no value.", "website",
                            *query.value("website"));
  }
  return selector;
}

// What a request is about: the level that has the sub-resource, and its type in errors.
struct Place {
  Level level;
  std::string_view selector;
  std::string_view resource_type;
};

// Sub-resources of buckets answer for the bucket whatever the key.
Place place_of(const wire::Address& address, std::string_view selector) {
  if (address.bucket.empty()) return {Level::service, {}, "SERVICE"};
  const bool has_key = !address.key.empty();
  if (selector.empty() && has_key) return {Level::object, {}, "OBJECT"};
  if (selector.empty()) return {Level::bucket, {}, "BUCKET"};
  const Selector& row = *find_selector(selector);
  if (has_key && !row.at_object.empty()) return {Level::object, selector, row.at_object};
  if (!row.at_bucket.empty()) return {Level::bucket, selector, row.at_bucket};
  return {Level::object, selector, row.at_object};
}

// Sub-resources that S3 knows but not there.
std::optional<Error> misplaced(std::string_view method, const wire::Address& address,
                               std::string_view selector) {
  const bool has_key = !address.key.empty();
  if (has_key && selector == "logging") return Errc::NoLoggingStatusForKey;
  if (has_key && selector == "versions") {
    return Error(Errc::InvalidRequest,
                 "There is no such thing as the ?versions sub-resource for a key");
  }
  if (has_key && selector == "uploads" && method == "GET") {
    return Error(Errc::InvalidRequest,
                 "Key is not expected for the GET method ?uploads subresource");
  }
  if (has_key || selector.empty() || !find_selector(selector)->at_bucket.empty()) return {};
  if (selector == "restore") return Errc::UserKeyMustBeSpecified;
  if (selector == "torrent") return Errc::RequestTorrentOfBucketError;
  return Error(Errc::InvalidRequest, "A key must be specified");
}

const KnownOperation* known(std::string_view method, const Place& place, const wire::Query& query,
                            const wire::Headers& headers) {
  const KnownOperation* best = nullptr;
  for (const KnownOperation& row : known_operations()) {
    if (row.method != method || row.level != place.level || row.selector != place.selector) {
      continue;
    }
    const bool stands = row.beside.empty() || query.has(row.beside) || headers.has(row.beside);
    if (stands && (best == nullptr || !row.beside.empty())) best = &row;
  }
  return best;
}

Error method_not_allowed(std::string_view method, const Place& place) {
  return Error(Errc::MethodNotAllowed)
      .with("Method", method)
      .with("ResourceType", place.resource_type)
      .header("Allow", allowed_methods(place.level, place.selector));
}

// For a request that no operation of ours answers.
Error refusal(const net::Request& request, const Place& place, const wire::Query& query,
              const wire::Headers& headers) {
  const KnownOperation* const row = known(request.method, place, query, headers);
  if (row == nullptr) return method_not_allowed(request.method, place);
  return Error(Errc::NotImplemented,
               std::string("Pail does not implement ").append(row->name).append("."));
}

Result<void> check_version(const Operation& operation, const wire::Query& query) {
  const auto version = query.value("versionId");
  if (!version) return wire::ok();
  if (version->empty()) {
    return invalid_argument("Version id cannot be the empty string", "versionId", *version);
  }
  if (operation.takes_version) return wire::ok();
  return invalid_argument("This operation does not accept a version-id.", "versionId", *version);
}

auto sort_key(const Operation& operation) {
  return std::tuple(operation.level, operation.method, operation.selector);
}

}  // namespace

Router::Router(std::span<const Operation* const> operations)
    : rows_(operations.begin(), operations.end()) {
  std::sort(rows_.begin(), rows_.end(),
            [](const Operation* a, const Operation* b) { return sort_key(*a) < sort_key(*b); });
}

// A row whose header is there beats one that asks for none; and a header that asks for an operation
// we have not built must not run the one without it.
const Operation* Router::built(std::string_view method, Level level, std::string_view selector,
                               const wire::Headers& headers) const noexcept {
  const std::string_view header =
      method == "PUT" && level == Level::object && headers.has("x-amz-copy-source")
          ? "x-amz-copy-source"
          : "";
  const auto key = std::tuple(level, method, selector);
  auto row = std::lower_bound(rows_.begin(), rows_.end(), key,
                              [](const Operation* a, const auto& b) { return sort_key(*a) < b; });
  for (; row != rows_.end() && sort_key(**row) == key; ++row) {
    if ((*row)->header_selector == header) return *row;
  }
  return nullptr;
}

const Operation* Router::preflight() const noexcept {
  return built("OPTIONS", Level::object, {}, {});
}

Result<Route> Router::find(const net::Request& request, const wire::Address& address,
                           const wire::Query& query, const wire::Headers& headers) const {
  PAIL_TRY(const std::string_view selector, selector_of(request, address, query));
  Route route;
  route.refusal = misplaced(request.method, address, selector);
  if (route.refusal) return route;
  const Place place = place_of(address, selector);
  const bool version_2 = place.level == Level::bucket && selector.empty() &&
                         request.method == "GET" && query.value("list-type") == "2";
  route.operation =
      built(request.method, place.level, version_2 ? "list-type=2" : place.selector, headers);
  if (route.operation == nullptr) {
    route.refusal = refusal(request, place, query, headers);
    return route;
  }
  if (route.operation->is_form && !wire::is_form_data(headers.get("Content-Type"))) {
    route.refusal =
        Error(Errc::PreconditionFailed)
            .with("Condition", "Bucket POST must be of the enclosure-type multipart/form-data");
    return route;
  }
  PAIL_TRY(check_version(*route.operation, query));
  if (route.operation->check_query != nullptr) {
    PAIL_TRY(route.operation->check_query(query));
  }
  return route;
}

}  // namespace pail::emulator
