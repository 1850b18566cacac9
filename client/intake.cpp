#include "client/intake.hpp"

#include <algorithm>
#include <utility>

#include "client/responses.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::client {
namespace {

using wire::Errc;
using wire::Error;

constexpr unsigned partial_content = 206;

Error changed() {
  return Error(Errc::PreconditionFailed, "The object changed while it was being downloaded.");
}

bool is_field(const wire::NamedText& field, std::string_view name) {
  return wire::iequals(field.name, name);
}

void set_field(Request& request, std::string_view name, std::string value) {
  std::erase_if(request.headers, [&](const auto& field) { return is_field(field, name); });
  request.headers.push_back({std::string(name), std::move(value)});
}

std::string_view without_declaration(std::string_view text) {
  if (!text.starts_with("<?xml")) return text;
  const std::size_t end = text.find("?>");
  return end == std::string_view::npos ? text : wire::trim(text.substr(end + 2));
}

}  // namespace

std::optional<Error> error_inside(std::string_view body) {
  const std::string_view root = without_declaration(wire::trim(body));
  if (!root.starts_with("<Error>") && !root.starts_with("<Error ")) return std::nullopt;
  constexpr unsigned as_status = 500;  // SDKs', for what names no code
  return wire::error_from_xml(root, as_status);
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> read_content_range(std::string_view text) {
  constexpr std::string_view unit = "bytes ";
  if (!text.starts_with(unit)) return std::nullopt;
  text.remove_prefix(unit.size());
  const std::string_view range = text.substr(0, text.find('/'));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = wire::parse_unsigned(range.substr(0, dash));
  const auto last = wire::parse_unsigned(range.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return std::make_pair(*first, *last);
}

Result<void> DocumentIntake::begin(const net::ResponseHead&, wire::Time) {
  text_ = TextSink();
  return wire::ok();
}

Result<void> DocumentIntake::finish() {
  if (auto error = error_inside(text_.text())) return std::move(*error);
  return wire::ok();
}

void Download::prepare(Request& request) const {
  if (done_ == 0) return;
  std::string range = "bytes=" + std::to_string(first_ + done_) + "-";
  if (last_) range += std::to_string(*last_);
  set_field(request, "Range", std::move(range));
  set_field(request, "If-Match", info_.etag);
}

Result<void> Download::begin(const net::ResponseHead& head, wire::Time now) {
  if (done_ > 0) return begin_rest(head, now);
  begin_new(head, now);
  return wire::ok();
}

void Download::begin_new(const net::ResponseHead& head, wire::Time now) {
  info_ = read_object_info(head, now);
  first_ = 0;
  last_.reset();
  if (const auto range = read_content_range(info_.content_range)) {
    first_ = range->first;
    last_ = range->second;
  }
  // A weak ETag names no bytes; with a part's number the server takes no range.
  can_ask_for_rest_ = info_.etag.starts_with('"') && info_.parts_count == 0;
  expected_.clear();
  running_.reset();
  if (head.status() == partial_content || !info_.checksum) return;
  if (!is_of_all_bytes(*info_.checksum)) return;
  expected_ = info_.checksum->value;
  running_.emplace(info_.checksum->algorithm);
}

Result<void> Download::begin_rest(const net::ResponseHead& head, wire::Time now) {
  const ObjectInfo info = read_object_info(head, now);
  if (info.etag != info_.etag) return changed();
  skip_ = 0;
  if (head.status() != partial_content) {
    if (last_) return Error(Errc::InvalidRange, "The server does not go on where it broke off.");
    skip_ = done_;
    return wire::ok();
  }
  const auto range = read_content_range(info.content_range);
  if (!range || range->first != first_ + done_) {
    return Error(Errc::InvalidRange, "The server goes on at another place than asked for.");
  }
  return wire::ok();
}

Result<void> Download::write(net::Bytes piece) {
  const auto known = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, piece.size()));
  skip_ -= known;
  return known == piece.size() ? Result<void>(wire::ok()) : deliver(piece.subspan(known));
}

Result<void> Download::deliver(net::Bytes piece) {
  sink_failed_ = true;
  PAIL_TRY(sink_.write(piece));
  sink_failed_ = false;
  if (running_) running_->update(piece);
  done_ += piece.size();
  if (progress_) progress_(done_, info_.size);
  return wire::ok();
}

Result<void> Download::finish() {
  if (!running_) return wire::ok();
  const std::string actual = running_->base64();
  running_.reset();
  if (actual == expected_) return wire::ok();
  const auto algorithm = std::string(wire::name(info_.checksum->algorithm));
  return Error(Errc::BadDigest,
               "What came is not what is stored: its " + algorithm + " is another.")
      .with("CalculatedDigest", actual)
      .with("ExpectedDigest", expected_);
}

}  // namespace pail::client
