#include "emulator/query_api/document.hpp"

#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::query_api {
namespace {

// S3's ExpiredToken is a 400.
unsigned status_of(const wire::Error& error) noexcept {
  return error.code() == wire::Errc::ExpiredToken ? 403 : error.status();
}

}  // namespace

std::string request_uuid(const RequestIds& ids) {
  wire::Sha256Digest digest = wire::sha256(wire::as_bytes(ids.host_id()));
  digest[6] = (digest[6] & std::byte{0x0f}) | std::byte{0x40};  // RFC 4122: version 4,
  digest[8] = (digest[8] & std::byte{0x3f}) | std::byte{0x80};  // variant 1
  std::string text = wire::to_hex(wire::Bytes(digest).first(16));
  for (const std::size_t dash : {20U, 16U, 12U, 8U}) text.insert(dash, 1, '-');
  return text;
}

net::Reply document_reply(std::string document) {
  net::Reply reply;
  reply.fields.add("Content-Type", "text/xml");
  reply.body = std::move(document);
  return reply;
}

net::Reply error_reply(const wire::Error& error, const Service& service, std::string_view uuid) {
  const unsigned status = status_of(error);
  wire::XmlWriter xml;
  xml.open("ErrorResponse", service.xmlns)
      .open("Error")
      .element("Type", status < 500 ? "Sender" : "Receiver")
      .element("Code", error.code_text())
      .element("Message", error.message().value_or(""))
      .close()
      .element("RequestId", uuid)
      .close();
  net::Reply reply = document_reply(xml.take());
  reply.status = status;
  return reply;
}

}  // namespace pail::emulator::query_api
