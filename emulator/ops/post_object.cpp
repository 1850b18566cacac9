// PostObject: a browser's form, one of whose parts is the object. Its fields stand for the headers
// of a PUT (form_fields.hpp), the signature and the policy among them are judged
// (pipeline_form.cpp), and what is left is to store the file and to answer the way the form asks
// for. Spec: shared/spec/sigv2.md §10.
#include <algorithm>

#include "emulator/documents/object_facts.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/objects/header_actions.hpp"
#include "emulator/objects/lifecycle_headers.hpp"
#include "emulator/objects/object_url.hpp"
#include "emulator/objects/put_upload.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

// Whether a browser could follow it: S3 passes over anything but an absolute http(s) URL.
bool is_absolute_url(std::string_view text) noexcept {
  const std::size_t host = wire::istarts_with(text, "http://")    ? 7
                           : wire::istarts_with(text, "https://") ? 8
                                                                  : std::string_view::npos;
  if (host >= text.size() || text[host] == '/' || text[host] == '?') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != '\x7f'; });
}

// Where the browser is to go afterwards; "" when the form does not say, or not usably.
std::string_view redirect_of(const wire::Headers& fields) {
  const auto named = fields.find("success_action_redirect");
  const std::string_view url = named ? *named : fields.get("redirect");
  return is_absolute_url(url) ? url : std::string_view{};
}

// As HTML forms encode a value: a space is a plus.
std::string form_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ') {
      out += '+';
    } else {
      wire::append_percent_encoded(out, {&c, 1}, false);
    }
  }
  return out;
}

std::string with_result(std::string_view url, const Call& call, const model::Object& object) {
  std::string out(url);
  out += url.find('?') == std::string_view::npos ? '?' : '&';
  out.append("bucket=").append(form_encoded(call.address.bucket));
  out.append("&key=").append(form_encoded(call.address.key));
  return out.append("&etag=%22").append(object.etag()).append("%22");
}

unsigned success_status(const wire::Headers& fields) {
  const std::string_view text = fields.get("success_action_status");
  if (text == "200") return 200;
  return text == "201" ? 201 : 204;
}

std::string post_response(const Call& call, const model::Object& object, std::string_view url) {
  wire::XmlWriter xml;
  xml.open("PostResponse")
      .element("Location", url)
      .element("Bucket", call.address.bucket)
      .element("Key", call.address.key)
      .element("ETag", documents::quoted_etag(object.etag()))
      .close();
  return xml.take();
}

Reply answer(const Call& call, const model::Model::Stored& stored) {
  const model::Object& object = stored.object;
  const std::string_view redirect = redirect_of(call.headers);
  const unsigned status = redirect.empty() ? success_status(call.headers) : 303;
  const std::string location =
      redirect.empty() ? objects::object_url(call) : with_result(redirect, call, object);
  Reply reply = empty_reply(status);
  if (status == 201) {
    reply = xml_reply(post_response(call, object, location));
    reply.status = status;
  }
  reply.fields.add("Location", location);
  objects::write_stored(reply.fields, stored);
  objects::write_expiration(reply.fields, *call.bucket, call.address.key, object);
  return reply;
}

class FileBody final : public net::Upload {
 public:
  FileBody(Call& call, objects::PutUpload put) : call_(call), put_(std::move(put)) {}

  Result<void> write(net::Bytes piece) override { return put_.write(piece); }

  Result<Reply> finish() override {
    PAIL_TRY(const auto stored, put_.commit(Happened::posted));
    return answer(call_, stored);
  }

 private:
  Call& call_;
  objects::PutUpload put_;
};

Result<Begin> begin(Call& call) {
  if (call.address.key.empty()) {
    return invalid_argument("User key must have a length greater than 0.", "key", "");
  }
  PAIL_TRY(objects::PutUpload put, objects::PutUpload::open(call, objects::TagForm::document));
  return Begin(std::make_unique<FileBody>(call, std::move(put)));
}

}  // namespace

extern const Operation post_object;
const Operation post_object{.name = "PostObject",
                            .method = "POST",
                            .level = Level::bucket,
                            .action = "s3:PutObject",
                            .header_actions = objects::object_header_actions,
                            .is_form = true,
                            .begin = begin};

}  // namespace pail::emulator::ops
