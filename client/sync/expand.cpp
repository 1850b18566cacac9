#include "client/sync/expand.hpp"

#include <utility>

#include "client/sync/glob.hpp"

namespace pail::client::sync {
Task<void> each_match(Client& s3, std::string bucket, std::string glob,
                      std::function<bool(const ObjectEntry&)> visit) {
  ListOptions options;
  options.prefix = literal_prefix(glob);
  if (stays_in_folder(glob)) options.delimiter = "/";
  const auto look_at = [&](const ListPage& page) {
    for (const ObjectEntry& object : page.objects) {
      if (glob_matches(glob, object.key) && !visit(object)) return false;
    }
    return true;
  };
  co_return co_await s3.each_page(std::move(bucket), std::move(options), look_at);
}

}  // namespace pail::client::sync
