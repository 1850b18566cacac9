#include "emulator/reply.hpp"

#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator {
namespace {

constexpr std::string_view xml_type = "application/xml";

// The body is not what its head said it was. Where that is because the length was wrong, the rest
// of it would be read as the next request: botocore retries these on the same connection.
bool doubts_length(const wire::Error& error) noexcept {
  return error.code() == wire::Errc::BadDigest ||
         error.code() == wire::Errc::XAmzContentSHA256Mismatch ||
         error.code() == wire::Errc::IncompleteBody;
}

}  // namespace

net::Reply empty_reply(unsigned status) {
  net::Reply reply;
  reply.status = status;
  return reply;
}

net::Reply xml_reply(std::string document) {
  net::Reply reply;
  reply.fields.add("Content-Type", xml_type);
  reply.body = std::move(document);
  return reply;
}

net::Reply error_reply(const wire::Error& error, const RequestIds& ids, bool head) {
  net::Reply reply;
  reply.status = error.status();
  reply.close = doubts_length(error);
  for (const wire::NamedText& field : error.headers()) reply.fields.add(field.name, field.value);
  if (error.code() == wire::Errc::NotModified) return reply;
  reply.fields.add("Content-Type", xml_type);
  if (head) return reply;
  std::string document = wire::error_xml(error, ids.request_id(), ids.host_id());
  // Errors quote what was sent, and a header may be any bytes; the document must be UTF-8.
  reply.body = wire::utf8_of_bytes(document);
  return reply;
}

}  // namespace pail::emulator
