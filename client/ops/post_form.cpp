#include "client/ops/post_form.hpp"

#include "client/ops/building.hpp"

namespace pail::client::ops {
namespace {

// As browsers write names: what would end the quoted text is percent-encoded.
std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\r' || c == '\n') {
      wire::append_percent_encoded(out, {&c, 1}, false);
    } else {
      out += c;
    }
  }
  return out + '"';
}

// A digest of what stands between two boundaries does not stand there itself.
std::string boundary_for(const std::vector<wire::NamedText>& fields, const FormFile& file) {
  wire::Md5 digest;
  for (const auto& [name, value] : fields) {
    digest.update(wire::as_bytes(name)).update(wire::as_bytes(value));
  }
  return "pail-" + wire::to_hex(digest.update(wire::as_bytes(file.content)).finish());
}

std::string form_body(const std::vector<wire::NamedText>& fields, const FormFile& file,
                      const std::string& boundary) {
  const std::string part = "--" + boundary + "\r\nContent-Disposition: form-data; name=";
  std::string body;
  for (const auto& [name, value] : fields) {
    body.append(part).append(quoted(name)).append("\r\n\r\n").append(value).append("\r\n");
  }
  body.append(part).append("\"file\"; filename=").append(quoted(file.name)).append("\r\n");
  if (!file.content_type.empty()) {
    body.append("Content-Type: ").append(file.content_type).append("\r\n");
  }
  return body.append("\r\n")
      .append(file.content)
      .append("\r\n--")
      .append(boundary)
      .append("--\r\n");
}

Result<PostedObject> read_posted(const Answer& answer) {
  return PostedObject{std::string(answer.head.get("Location")),
                      std::string(answer.head.get("ETag")),
                      std::string(answer.head.get("x-amz-version-id"))};
}

}  // namespace

Operation<PostedObject> post_object(std::string bucket, const std::vector<wire::NamedText>& fields,
                                    const FormFile& file) {
  const std::string boundary = boundary_for(fields, file);
  Request request = bucket_request("POST", std::move(bucket));
  add_header(request, "Content-Type", "multipart/form-data; boundary=" + boundary);
  return {std::move(request), form_body(fields, file, boundary), read_posted};
}

}  // namespace pail::client::ops
