#include "emulator/trouble.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "emulator/reply.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator {
namespace {

using wire::Errc;
using wire::Error;

// What S3 sends while a copy or a completion goes on.
constexpr std::string_view keep_alive_space = "\n   \n   \n   ";
constexpr char one_bit = 1;

// Another digit in its first place: as long, and as good to look at.
void falsify_etag(std::string& text, std::size_t at) {
  if (at < text.size() && text[at] != '<') text[at] = text[at] == '0' ? '1' : '0';
}

wire::FieldBlock with_wrong_etag(const wire::FieldBlock& fields) {
  wire::FieldBlock out;
  std::string_view rest = fields.text();
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(line.size() + 2);
    const std::size_t colon = line.find(": ");
    std::string value(line.substr(colon + 2));
    if (wire::iequals(line.substr(0, colon), "ETag"))
      falsify_etag(value, value.find_first_not_of('"'));
    out.add(line.substr(0, colon), value);
  }
  return out;
}

void falsify_etags_of_document(std::string& document) {
  constexpr std::string_view tag = "<ETag>";
  constexpr std::string_view quote = "&quot;";
  for (std::size_t at = document.find(tag); at != std::string::npos; at = document.find(tag, at)) {
    at += tag.size();
    if (document.compare(at, quote.size(), quote) == 0) at += quote.size();
    falsify_etag(document, at);
  }
}

// The bytes of another Source, one of them wrong.
class CorruptedSource final : public net::Source {
 public:
  CorruptedSource(std::unique_ptr<net::Source> inner, std::uint64_t offset) noexcept
      : inner_(std::move(inner)), offset_(offset) {}

  std::uint64_t size() const noexcept override { return inner_->size(); }
  wire::Result<net::Bytes> next(std::size_t bytes_max) override {
    return corrupted(inner_->next(bytes_max));
  }
  std::optional<wire::Result<net::Bytes>> next_at_once(std::size_t bytes_max) override {
    const auto piece = inner_->next_at_once(bytes_max);
    if (!piece) return std::nullopt;
    return corrupted(*piece);
  }

 private:
  wire::Result<net::Bytes> corrupted(const wire::Result<net::Bytes>& inner) {
    PAIL_TRY(const net::Bytes piece, inner);
    const std::uint64_t begin = std::exchange(position_, position_ + piece.size());
    if (offset_ < begin || offset_ >= position_) return piece;
    copy_ = wire::as_text(piece);
    copy_[static_cast<std::size_t>(offset_ - begin)] ^= one_bit;
    return wire::as_bytes(copy_);
  }

  std::unique_ptr<net::Source> inner_;
  std::uint64_t offset_;
  std::uint64_t position_ = 0;
  std::string copy_;  // of the piece it lies in
};

void corrupt(net::Reply& reply, std::uint64_t wanted) {
  const std::uint64_t size = reply.body_size();
  if (size == 0) return;
  const std::uint64_t offset = std::min(wanted, size - 1);
  if (auto* const text = std::get_if<std::string>(&reply.body)) {
    (*text)[static_cast<std::size_t>(offset)] ^= one_bit;
  } else {
    auto& source = std::get<std::unique_ptr<net::Source>>(reply.body);
    source = std::make_unique<CorruptedSource>(std::move(source), offset);
  }
}

// "scheme://host" of where a redirect leads, and the host alone, which is what S3 calls Endpoint.
struct Place {
  std::string scheme;
  std::string host;
};

Place place_of(std::string_view endpoint, const net::Request& request,
               const wire::Address& address) {
  Place place{request.tls ? "https" : "http", {}};
  if (endpoint.empty()) {
    place.host = request.headers.get("Host");
    return place;
  }
  if (const std::size_t scheme = endpoint.find("://"); scheme != std::string_view::npos) {
    place.scheme = endpoint.substr(0, scheme);
    endpoint.remove_prefix(scheme + 3);
  }
  if (address.virtual_host) place.host = address.bucket + ".";
  place.host.append(endpoint);
  return place;
}

std::optional<net::Cut> cut_of(const world::FaultAction& action, bool succeeded) {
  using When = world::FaultClose::When;
  if (action.commit_then_reset && succeeded) return net::Cut{.reset = true};
  if (!action.close) return std::nullopt;
  net::Cut cut{.bytes = action.close->bytes, .reset = action.close->reset};
  switch (action.close->when) {
    case When::before_response:
      cut.when = net::Cut::When::before_response;
      break;
    case When::after_request_bytes:
      cut.when = net::Cut::When::after_request_bytes;
      break;
    case When::after_response_bytes:
      cut.when = net::Cut::When::after_response_bytes;
      break;
  }
  return cut;
}

bool asks_for_nothing(const net::Carriage& carriage) {
  return carriage.delay.count() == 0 && carriage.up_bytes_per_second == 0 &&
         carriage.down_bytes_per_second == 0 && carriage.stall.count() == 0 && !carriage.cut;
}

}  // namespace

Error told_error(const world::FaultError& fault) {
  Error error = fault.message ? Error(fault.code, *fault.message) : Error(fault.code);
  if (fault.retry_after) error.header("Retry-After", std::to_string(fault.retry_after->count()));
  return error;
}

// Only the temporary one has a Location (shared/spec/semantics.md §25).
Error redirection(const world::FaultRedirect& fault, const net::Request& request,
                  const wire::Address& address, std::string_view region) {
  const bool permanent = fault.status == 301;
  const Place place = place_of(fault.endpoint, request, address);
  Error error(permanent ? Errc::PermanentRedirect : Errc::TemporaryRedirect);
  error.with("Endpoint", place.host);
  if (!address.bucket.empty()) error.with("Bucket", address.bucket);
  error.header("x-amz-bucket-region", fault.region.empty() ? region : fault.region);
  if (!permanent) {
    error.header("Location", place.scheme + "://" + place.host + std::string(request.target));
  }
  return error;
}

net::Reply error_in_200(const Error& error, const RequestIds& ids) {
  std::string document = wire::error_xml(error, ids.request_id(), ids.host_id());
  const std::size_t declaration_end = document.find("?>") + 2;
  return xml_reply(document.insert(declaration_end, keep_alive_space));
}

void falsify(net::Reply& reply, const world::FaultAction& action) {
  if (action.wrong_etag) {
    reply.fields = with_wrong_etag(reply.fields);
    if (auto* const text = std::get_if<std::string>(&reply.body)) falsify_etags_of_document(*text);
  }
  if (action.corrupt_response_at) corrupt(reply, *action.corrupt_response_at);
}

std::unique_ptr<const net::Carriage> carriage_for(const world::Trouble& trouble,
                                                  std::uint64_t body_size, bool succeeded) {
  const world::FaultAction& action = trouble.action;
  auto carriage = std::make_unique<net::Carriage>();
  carriage->delay = trouble.delay;
  if (action.bandwidth) {
    carriage->up_bytes_per_second = action.bandwidth->up;
    carriage->down_bytes_per_second = action.bandwidth->down;
  }
  if (action.stall) {
    carriage->stall = action.stall->length;
    carriage->stall_after_bytes = action.stall->after_bytes.value_or(body_size / 2);
  }
  carriage->cut = cut_of(action, succeeded);
  if (asks_for_nothing(*carriage)) return nullptr;
  return carriage;
}

}  // namespace pail::emulator
