#include "tests/emulator/support/forms.hpp"

#include <boost/json.hpp>

#include "signer/credentials.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::testing {
namespace {

std::string part(std::string_view parameters, std::string_view content) {
  std::string text = "--" + std::string(form_boundary) + "\r\nContent-Disposition: form-data; ";
  return text.append(parameters).append("\r\n\r\n").append(content).append("\r\n");
}

std::string field_parts(const HeaderList& fields) {
  std::string text;
  for (const auto& [name, value] : fields) text += part("name=\"" + name + "\"", value);
  return text;
}

void sign_v2(Form& form, std::string_view policy, const FormSigner& with) {
  const signer::Key key({with.access_key, with.secret_key});
  const std::string text = wire::to_base64(wire::as_bytes(policy));
  form.fields.insert(
      form.fields.end(),
      {{"AWSAccessKeyId", with.access_key}, {"Policy", text}, {"Signature", key.sign_v2(text)}});
}

std::string covering(std::string_view policy, const HeaderList& fields) {
  boost::json::value document = boost::json::parse({policy.data(), policy.size()});
  boost::json::value* const conditions = document.as_object().if_contains("conditions");
  if (conditions != nullptr && conditions->is_array()) {
    for (const auto& [name, value] : fields) {
      conditions->as_array().push_back(boost::json::object{{name, value}});
    }
  }
  return boost::json::serialize(document);
}

void sign_v4(Form& form, std::string_view policy, wire::Time now, const FormSigner& with) {
  const signer::Key key({with.access_key, with.secret_key});
  const std::string day = wire::format_iso_day(now);
  const HeaderList fields = {
      {"X-Amz-Algorithm", "AWS4-HMAC-SHA256"},
      {"X-Amz-Credential", with.access_key + "/" + day + "/" + with.region + "/s3/aws4_request"},
      {"X-Amz-Date", wire::format_iso_basic(now)}};
  const std::string text = wire::to_base64(wire::as_bytes(covering(policy, fields)));
  form.fields.insert(form.fields.end(), fields.begin(), fields.end());
  form.fields.emplace_back("Policy", text);
  form.fields.emplace_back("X-Amz-Signature", key.sign_v4(text, day, with.region, "s3"));
}

}  // namespace

void sign(Form& form, std::string_view policy, wire::Time now, const FormSigner& with) {
  if (with.signing == FormSigning::v2) {
    sign_v2(form, policy, with);
  } else {
    sign_v4(form, policy, now, with);
  }
}

std::string usual_policy(wire::Time now, std::string_view bucket, std::string_view conditions) {
  std::string text = "{\"expiration\":\"";
  text.append(wire::format_iso_extended(now + std::chrono::hours(1)));
  text.append("\",\"conditions\":[{\"bucket\":\"").append(bucket);
  return text.append("\"},[\"starts-with\",\"$key\",\"\"]").append(conditions).append("]}");
}

std::string body_of(const Form& form) {
  std::string parameters = "name=\"file\"";
  if (form.filename) parameters += "; filename=\"" + *form.filename + "\"";
  std::string text = field_parts(form.fields);
  text += part(parameters + "\r\nContent-Type: image/jpeg", form.content);
  text += field_parts(form.after);
  return text + "--" + std::string(form_boundary) + "--\r\n";
}

Sent post_of(std::string_view bucket, const Form& form) {
  return {
      .method = "POST",
      .target = "/" + std::string(bucket),
      .headers = {{"Content-Type", "multipart/form-data; boundary=" + std::string(form_boundary)}},
      .body = body_of(form),
      .signing = Signing::none};
}

}  // namespace pail::emulator::testing
