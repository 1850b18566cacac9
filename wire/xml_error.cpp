// The <Error> document, out and in.
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::wire {
namespace {

// Statuses that S3 uses with one code, or with one that stands out.
std::optional<Errc> plain_code(unsigned status) noexcept {
  switch (status) {
    case 301:
      return Errc::PermanentRedirect;
    case 304:
      return Errc::NotModified;
    case 403:
      return Errc::AccessDenied;
    case 405:
      return Errc::MethodNotAllowed;
    case 411:
      return Errc::MissingContentLength;
    case 412:
      return Errc::PreconditionFailed;
    case 416:
      return Errc::InvalidRange;
    case 500:
      return Errc::InternalError;
    case 501:
      return Errc::NotImplemented;
    case 503:
      return Errc::ServiceUnavailable;
    default:
      return std::nullopt;
  }
}

Error without_document(unsigned status) {
  if (const auto code = plain_code(status)) return *code;
  const std::string number = std::to_string(status);
  return Error(Errc::UnknownError, "HTTP status " + number + " without an error document.")
      .with("Status", number);
}

Error read_error(XmlNode element, unsigned status) {
  const std::string_view code = element.child_text("Code");
  const auto known = errc_from_text(code);
  const XmlNode message = element.child("Message");
  Error error(known.value_or(Errc::UnknownError), message.text());
  if (!message) error = std::move(error).without_message();
  if (!known) error.with("Code", code).with("Status", std::to_string(status));
  for (const XmlNode& child : element.children()) {
    if (child.name() == "Code" || child.name() == "Message") continue;
    error.with(child.name(), child.text());
  }
  return error;
}

}  // namespace

std::string error_xml(const Error& error, std::string_view request_id, std::string_view host_id) {
  XmlWriter xml;
  xml.open("Error").element("Code", error.code_text());
  if (const auto message = error.message()) xml.element("Message", *message);
  for (const NamedText& detail : error.details()) xml.element(detail.name, detail.value);
  xml.element("RequestId", request_id).element("HostId", host_id).close();
  return xml.take();
}

Error error_from_xml(std::string_view body, unsigned status) {
  const auto document = XmlDocument::parse(trim(body));
  if (!document) return without_document(status);
  const XmlNode root = document.assume_value().root();
  const bool query_protocol = root.name() == "ErrorResponse";
  const XmlNode element = query_protocol ? root.child("Error") : root;
  if (element.name() != "Error" || !element.child("Code")) return without_document(status);
  Error error = read_error(element, status);
  if (query_protocol) error.with("RequestId", root.child_text("RequestId"));
  return error;
}

}  // namespace pail::wire
