#include "tests/reference/storage.hpp"

#include <algorithm>

#include "wire/checksum.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::testing {
namespace {

constexpr std::size_t shown_bytes_max = 40;

std::string text_of(const TextPairs& pairs) {
  std::string text;
  for (const auto& [name, value] : pairs) text += name + "=" + value + "&";
  return text;
}

void add(std::string& text, std::string_view name, std::string_view value) {
  if (!value.empty()) text.append(" ").append(name).append("=").append(value);
}

}  // namespace

Body body_of_bytes(std::string bytes) {
  std::string etag = wire::to_hex(wire::md5(wire::as_bytes(bytes)));
  return {std::make_shared<const std::string>(std::move(bytes)), std::move(etag)};
}

std::string etag_of_copy(std::string_view etag, std::string_view bytes) {
  const bool is_of_parts = etag.find('-') != std::string_view::npos;
  return is_of_parts ? wire::to_hex(wire::md5(wire::as_bytes(bytes))) : std::string(etag);
}

std::string text_of_bytes(std::string_view bytes) {
  if (bytes.size() <= shown_bytes_max) return "'" + std::string(bytes) + "'";
  wire::Checksum hash(wire::ChecksumAlgorithm::xxhash3);
  hash.update(wire::as_bytes(bytes));
  return std::to_string(bytes.size()) + "#" + hash.base64();
}

std::string text_of(const Seen& seen) {
  std::string text = seen.key + "@" + seen.id;
  if (seen.delete_marker) text += " marker";
  if (seen.latest) text += " latest";
  add(text, "etag", seen.etag);
  if (seen.size) add(text, "size", std::to_string(*seen.size));
  add(text, "time", std::to_string(seen.time.time_since_epoch().count()));
  add(text, "tags", text_of(seen.tags));
  add(text, "metadata", text_of(seen.metadata));
  add(text, "parts", seen.parts);
  if (seen.body) add(text, "body", text_of_bytes(*seen.body));
  return text;
}

std::string text_of(const SeenPage& page) {
  std::string text;
  for (const Seen& seen : page.entries) text += "[" + text_of(seen) + "] ";
  for (const std::string& prefix : page.prefixes) text += "<" + prefix + "> ";
  return page.truncated ? text + "more behind " + page.next_key + "@" + page.next_id : text + "end";
}

std::pair<std::uint64_t, std::uint64_t> range_of(unsigned choice, std::uint64_t size) {
  constexpr std::uint64_t first_part = 5'242'880;
  const std::uint64_t firsts[] = {0, size / 2, size - std::min<std::uint64_t>(size, 1),
                                  first_part - 1, first_part};
  const std::uint64_t lengths[] = {0, 1, size / 3, 3, size};
  const std::uint64_t first = std::min(firsts[choice % 5], size);
  return {first, std::min(lengths[choice / 5 % 5], size - first)};
}

std::string multipart_etag(const std::vector<Choice>& parts) {
  wire::Md5 all;
  for (const Choice& part : parts) {
    const auto digest = wire::from_hex(part.etag);
    all.update(wire::as_bytes(digest.value()));
  }
  return wire::to_hex(all.finish()) + "-" + std::to_string(parts.size());
}

}  // namespace pail::testing
