// The photo upload in C++: a phone without any secret uploads straight to S3, and the application
// learns of the photo exactly once. Here both are one process, to be read from top to bottom.
//   pail serve & PAIL_ACCESS_KEY=... PAIL_SECRET_KEY=... pail signer --bucket photos &
//   photo_upload http://127.0.0.1:9001 cat.jpg users/ann/1-cat.jpg
// with AWS_ENDPOINT_URL and the application's keys in the environment, and a new key for each
// photo.
#include <cstdlib>
#include <iostream>
#include <pail/client/blocking.hpp>
#include <string>

namespace s3 = pail::client;
using pail::wire::Result;

const std::string bucket = "photos";

// Leg one, on the phone: it has no key but a service that signs for it, whose clock is the one that
// counts.
Result<std::string> upload(const std::string& signer, const std::string& file,
                           const std::string& key) {
  s3::Config config;
  PAIL_TRY(config.signing_service, pail::net::parse_url(signer));
  s3::BlockingClient phone(std::move(config));
  PAIL_TRY(const auto body, s3::file_body(file));
  s3::PutOptions options;
  options.content_type = "image/jpeg";
  options.progress = [](auto done, auto total) {
    std::cout << done << " of " << total << " bytes\n";
  };
  PAIL_TRY(const s3::PutResult stored, phone.put_object(bucket, key, *body, options));
  return stored.etag;
}

// In the application, both when S3 tells and when the phone comes back (leg two). What counts is
// what lies in the bucket, and of all who write the record, If-None-Match lets one. True: the photo
// is new.
Result<bool> record(s3::BlockingClient& application, const std::string& key) {
  PAIL_TRY(const s3::ObjectInfo photo, application.head_object(bucket, key));
  const auto facts =
      s3::text_body(R"({"size":)" + std::to_string(photo.size) + R"(,"etag":)" + photo.etag + "}");
  s3::PutOptions once;
  once.content_type = "application/json";
  once.headers = {{"If-None-Match", "*"}};
  const auto made = application.put_object(bucket, "gallery/" + key, *facts, once);
  if (!made && made.error().code() == pail::wire::Errc::PreconditionFailed) return false;
  PAIL_TRY(made);
  return true;
}

Result<void> run(const std::string& signer, const std::string& file, const std::string& key) {
  const auto environment = [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  PAIL_TRY(s3::Config config, s3::load_config({}, environment));
  s3::BlockingClient application(std::move(config));

  PAIL_TRY(const std::string etag, upload(signer, file, key));
  std::cout << "stored " << key << " with ETag " << etag << '\n';
  for (const std::string_view leg : {"the notification", "the phone"}) {
    PAIL_TRY(const bool is_new, record(application, key));
    std::cout << leg << ": " << (is_new ? "new" : "known") << '\n';
  }
  return pail::wire::ok();
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const Result<void> done = run(argv[1], argv[2], argv[3]);
  if (!done)
    std::cerr << done.error().code_text() << ": " << done.error().message().value_or("") << '\n';
  return done ? 0 : 1;
}
