#include "emulator/control/routes.hpp"

#include "emulator/control/handlers.hpp"
#include "wire/encode.hpp"

namespace pail::control {
namespace {

constexpr std::string_view journal_filters =
    "operation bucket key key_prefix access_key status code kind";
constexpr std::string_view journal_query =
    "operation bucket key key_prefix access_key status code kind after limit";

constexpr auto doc = document_bytes_max;

constexpr Route table[] = {
    {.method = "GET", .path = "health", .answer = get_health},
    {.method = "GET", .path = "openapi.json", .answer = get_openapi},
    {.method = "GET", .path = "metrics", .answer = get_metrics},
    {.method = "GET", .path = "profiles", .answer = list_profiles},
    {.method = "GET", .path = "journal/har", .answer = get_har, .query = journal_filters},

    {.method = "POST",
     .path = "worlds",
     .answer = create_world,
     .body_bytes_max = seed_bytes_max,
     .slow = true},
    {.method = "GET", .path = "worlds", .answer = list_worlds},
    {.method = "GET", .path = "worlds/{world}", .answer = get_world},
    {.method = "DELETE", .path = "worlds/{world}", .answer = remove_world, .slow = true},
    {.method = "POST",
     .path = "worlds/{world}/reset",
     .answer = reset_world,
     .body_bytes_max = doc,
     .slow = true},

    {.method = "GET", .path = "worlds/{world}/snapshots", .answer = list_snapshots},
    {.method = "PUT",
     .path = "worlds/{world}/snapshots/{snapshot}",
     .answer = take_snapshot,
     .body_bytes_max = doc,
     .slow = true},
    {.method = "GET", .path = "worlds/{world}/snapshots/{snapshot}", .answer = get_snapshot},
    {.method = "DELETE",
     .path = "worlds/{world}/snapshots/{snapshot}",
     .answer = drop_snapshot,
     .slow = true},
    {.method = "POST",
     .path = "worlds/{world}/restore",
     .answer = restore_snapshot,
     .body_bytes_max = doc,
     .slow = true},

    {.method = "GET", .path = "worlds/{world}/clock", .answer = get_clock},
    // Slow: lifecycle rules run before these two answer.
    {.method = "PUT",
     .path = "worlds/{world}/clock",
     .answer = set_clock,
     .body_bytes_max = doc,
     .slow = true},
    {.method = "POST",
     .path = "worlds/{world}/clock/advance",
     .answer = advance_clock,
     .body_bytes_max = doc,
     .slow = true},

    {.method = "POST",
     .path = "worlds/{world}/faults",
     .answer = add_faults,
     .body_bytes_max = doc},
    {.method = "GET", .path = "worlds/{world}/faults", .answer = list_faults},
    {.method = "DELETE", .path = "worlds/{world}/faults", .answer = clear_faults},
    {.method = "GET", .path = "worlds/{world}/faults/{fault}", .answer = get_fault},
    {.method = "PUT",
     .path = "worlds/{world}/faults/{fault}",
     .answer = replace_fault,
     .body_bytes_max = doc},
    {.method = "DELETE", .path = "worlds/{world}/faults/{fault}", .answer = remove_fault},

    {.method = "GET",
     .path = "worlds/{world}/journal",
     .answer = get_journal,
     .query = journal_query},
    {.method = "DELETE", .path = "worlds/{world}/journal", .answer = clear_journal},
    {.method = "GET",
     .path = "worlds/{world}/journal/har",
     .answer = get_har,
     .query = journal_filters},
    {.method = "POST",
     .path = "worlds/{world}/journal/wait",
     .answer = wait_for_journal,
     .body_bytes_max = doc},

    {.method = "POST",
     .path = "worlds/{world}/seed",
     .answer = seed_world,
     .body_bytes_max = seed_bytes_max,
     .slow = true},
    {.method = "GET", .path = "worlds/{world}/export", .answer = export_world, .slow = true},
    {.method = "POST", .path = "worlds/{world}/import", .receive = import_world, .slow = true},
    {.method = "POST",
     .path = "worlds/{world}/lifecycle/run",
     .answer = run_lifecycle,
     .body_bytes_max = doc,
     .slow = true},
};

// Cuts the first segment off.
std::string_view next_segment(std::string_view& path) {
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(std::min(segment.size() + 1, path.size()));
  return segment;
}

// Names in braces take what stands there, decoded; an empty one stands for nothing.
bool fits(std::string_view pattern, std::string_view path, Found& found) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = next_segment(pattern);
    const bool last = path.find('/') == std::string_view::npos;
    const std::string_view segment = next_segment(path);
    if (wanted.starts_with('{')) {
      auto name = wire::percent_decode(segment);
      if (!name || name->empty()) return false;
      (wanted == "{world}" ? found.world : found.item) = std::move(*name);
    } else if (wanted != segment) {
      return false;
    }
    if (!last && path.empty()) return false;  // a slash too many
  }
  return pattern.empty() && path.empty();
}

void append(std::string& list, std::string_view method) {
  list.append(list.empty() ? "" : ", ").append(method == "GET" ? "GET, HEAD" : method);
}

}  // namespace

std::span<const Route> routes() noexcept {
  return table;
}

Found find_route(std::string_view method, std::string_view path) {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  std::string allow;
  for (const Route& route : table) {
    Found found;
    if (!fits(route.path, path, found)) continue;
    found.route = &route;
    if (route.method == wanted) return found;
    append(allow, route.method);
  }
  Found none;
  none.allow = std::move(allow);
  return none;
}

}  // namespace pail::control
