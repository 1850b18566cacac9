#include "emulator/reply.hpp"

#include "wire/xml.hpp"

namespace pail::emulator {
namespace {

constexpr std::string_view xml_type = "application/xml";

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
  for (const wire::NamedText& field : error.headers()) reply.fields.add(field.name, field.value);
  if (error.code() == wire::Errc::NotModified) return reply;
  reply.fields.add("Content-Type", xml_type);
  if (!head) reply.body = wire::error_xml(error, ids.request_id(), ids.host_id());
  return reply;
}

}  // namespace pail::emulator
