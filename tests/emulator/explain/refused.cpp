// Requests that are refused for another reason than their signature.
#include "tests/emulator/explain/wrong_signer.hpp"

namespace pail::emulator::testing {
namespace {

RawRequest dated2(const Stage& stage, const std::string& date) {
  return header2(stage, RawRequest().with("Date", date), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
}

RawRequest authorized(const Stage& stage, std::string value) {
  return RawRequest()
      .with("Host", stage.host())
      .with("x-amz-date", amz_date)
      .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
      .with("Authorization", std::move(value));
}

RawRequest with_credential(const Stage& stage, const std::string& credential) {
  return authorized(stage, "AWS4-HMAC-SHA256 Credential=" + credential +
                               ", SignedHeaders=" + usual_names + ", Signature=" + empty_hash);
}

RawRequest url_of(const Stage& stage, std::string target) {
  return RawRequest{"GET", std::move(target)}.with("Host", stage.host());
}

RawRequest session2(const Stage& stage, RawRequest request, const std::string& lines) {
  request.with("Host", stage.host()).with("Date", date_text);
  return request.with(
      "Authorization",
      "AWS " + std::string(stage_session_key) + ":" +
          signature2("GET\n\n\n" + date_text + "\n" + lines + "/b/k", stage_session_secret));
}

std::string text_of(const std::string& document, const std::string& element) {
  const std::size_t begin = document.find("<" + element + ">") + element.size() + 2;
  return document.substr(begin, document.find("</" + element + ">") - begin);
}

// Temporary credentials of STS, used a minute after their end.
RawRequest used_too_late(Stage& stage) {
  RawRequest call{"POST", "/"};
  call.body = "Action=GetSessionToken&DurationSeconds=900&Version=2011-06-15";
  const std::string sts = "20260301/us-east-1/sts/aws4_request";
  const std::string canonical = "POST\n/\n\nhost:" + stage.host() + "\nx-amz-date:" + amz_date +
                                "\n\nhost;x-amz-date\n" + sha256_hex(call.body);
  const std::string key = key4(right_secret, day, "us-east-1", "sts");
  call.with("Host", stage.host())
      .with("x-amz-date", amz_date)
      .with("Content-Type", "application/x-www-form-urlencoded")
      .with("Authorization", "AWS4-HMAC-SHA256 Credential=" + std::string(stage_access_key) + "/" +
                                 sts + ", SignedHeaders=host;x-amz-date, Signature=" +
                                 hex(hmac256(key, to_sign4(canonical, sts))));
  const std::string session = stage.send(call).body;
  stage.clock().advance(std::chrono::minutes(16));
  const std::string late = "Sun, 01 Mar 2026 12:16:00 GMT";
  const std::string token = text_of(session, "SessionToken");
  const std::string to_sign = "GET\n\n\n" + late + "\nx-amz-security-token:" + token + "\n/b/k";
  return RawRequest()
      .with("Host", stage.host())
      .with("Date", late)
      .with("x-amz-security-token", token)
      .with("Authorization", "AWS " + text_of(session, "AccessKeyId") + ":" +
                                 signature2(to_sign, text_of(session, "SecretAccessKey")));
}

std::vector<WrongRequest> clocks() {
  return {
      {"clock-zone", [](Stage& s) { return dated2(s, "Sun, 01 Mar 2026 17:30:10 GMT"); },
       "RequestTimeTooSkewed"},
      {"clock-off", [](Stage& s) { return dated2(s, "Sun, 01 Mar 2026 11:42:00 GMT"); },
       "RequestTimeTooSkewed"},
      {"date-missing", [](Stage& s) { return dated2(s, "yesterday"); }, "AccessDenied"},
  };
}

std::vector<WrongRequest> scopes() {
  return {
      {"scope-region",
       [](Stage& s) {
         return with_credential(
             s, std::string(stage_access_key) + "/20260301/eu-west-1/s3/aws4_request");
       },
       "AuthorizationHeaderMalformed"},
      {"scope-day",
       [](Stage& s) {
         return with_credential(
             s, std::string(stage_access_key) + "/20260228/us-east-1/s3/aws4_request");
       },
       "AuthorizationHeaderMalformed"},
      {"scope-shape", [](Stage& s) { return with_credential(s, std::string(stage_access_key)); },
       "AuthorizationHeaderMalformed"},
      {"headers-not-signed",
       [](Stage& s) {
         return header4(s, RawRequest().with("x-amz-acl", "private"), signature4(usual(s).text()));
       },
       "AccessDenied"},
      {"content-sha256-missing",
       [](Stage& s) {
         RawRequest request = RawRequest().with("Host", s.host()).with("x-amz-date", amz_date);
         return request.with("Authorization",
                             "AWS4-HMAC-SHA256 Credential=" + std::string(stage_access_key) + "/" +
                                 scope + ",SignedHeaders=host,Signature=" + empty_hash);
       },
       "InvalidRequest"},
  };
}

std::vector<WrongRequest> authorizations() {
  return {
      {"authorization-shape", [](Stage& s) { return authorized(s, "AWS nothing"); },
       "InvalidArgument"},
      {"authorization-type", [](Stage& s) { return authorized(s, "Bearer abc"); },
       "InvalidArgument"},
      {"two-mechanisms",
       [](Stage& s) {
         RawRequest request = url4(s, {}, signature4(usual_url(s).text()));
         return request.with("Authorization", "Bearer abc");
       },
       "InvalidArgument"},
  };
}

std::vector<WrongRequest> urls() {
  return {
      {"url-expired",
       [](Stage& s) { return url_of(s, "/b/k?AWSAccessKeyId=A&Expires=1772366100&Signature=x"); },
       "AccessDenied"},
      {"url-not-yet-valid",
       [](Stage& s) {
         return url_of(s,
                       "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A&X-Amz-Date="
                       "20260301T130000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
                       "&X-Amz-Signature=x");
       },
       "AccessDenied"},
      {"url-expires-range",
       [](Stage& s) {
         return url_of(s,
                       "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A&X-Amz-Date="
                       "20260301T120000Z&X-Amz-Expires=604801&X-Amz-SignedHeaders=host"
                       "&X-Amz-Signature=x");
       },
       "AuthorizationQueryParametersError"},
      {"url-incomplete",
       [](Stage& s) { return url_of(s, "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256"); },
       "AuthorizationQueryParametersError"},
  };
}

std::vector<WrongRequest> keys() {
  return {
      {"token-missing", [](Stage& s) { return session2(s, {}, ""); }, "InvalidAccessKeyId"},
      {"key-unknown",
       [](Stage& s) {
         RawRequest request = RawRequest().with("Host", s.host()).with("Date", date_text);
         return request.with("Authorization", "AWS AKIDNOBODY:AAAA");
       },
       "InvalidAccessKeyId"},
      {"token-wrong",
       [](Stage& s) {
         return session2(s, RawRequest().with("x-amz-security-token", "another"),
                         "x-amz-security-token:another\n");
       },
       "InvalidToken"},
      {"token-expired", used_too_late, "ExpiredToken"},
  };
}

std::vector<WrongRequest> chunks() {
  return {{"chunk-signature", [](Stage& s) {
             constexpr std::string_view streaming = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
             Canonical canonical{.method = "PUT",
                                 .path = "/stage-bucket/k",
                                 .lines = usual_lines(s.host(), streaming),
                                 .hash = std::string(streaming)};
             canonical.lines += "x-amz-decoded-content-length:5\n";
             canonical.names += ";x-amz-decoded-content-length";
             RawRequest request{"PUT", "/stage-bucket/k"};
             request.with("x-amz-content-sha256", std::string(streaming))
                 .with("x-amz-decoded-content-length", "5");
             request.body = "5;chunk-signature=" + empty_hash +
                            "\r\nhello\r\n0;chunk-signature=" + empty_hash + "\r\n\r\n";
             return header4(s, request, signature4(canonical.text()), canonical.names);
           }}};
}

}  // namespace

std::vector<WrongRequest> refused_requests() {
  std::vector<WrongRequest> all = clocks();
  for (const auto& some : {scopes(), authorizations(), urls(), keys(), chunks()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace pail::emulator::testing
