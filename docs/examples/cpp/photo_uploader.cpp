#include "photo_uploader.hpp"

#include <chrono>
#include <thread>

namespace {

using pail::wire::Errc;
using pail::wire::Error;

pail::client::Config config_of(const Account& account) {
  pail::client::Config config;
  config.endpoint = pail::net::parse_url(account.endpoint).value().origin;
  config.region = account.region;
  config.credentials.emplace(account.access_key, account.secret_key);
  return config;
}

// The server is busy or broken, or the connection was: the same request may well succeed.
bool is_worth_another_try(const Error& error) {
  return error.code() == Errc::NetworkFailure || error.code() == Errc::RequestTimeout ||
         error.status() >= 500;
}

}  // namespace

PhotoUploader::PhotoUploader(const Account& account) : s3_(config_of(account)) {}

std::string PhotoUploader::upload(const std::string& bucket, const std::string& key,
                                  const std::string& photo) {
  for (int attempt = 1;; ++attempt) {
    const auto body = pail::client::text_body(photo);
    const auto stored = s3_.put_object(bucket, key, *body);
    if (stored) return stored.value().etag;
    if (attempt == attempts_max || !is_worth_another_try(stored.error())) {
      throw UploadFailed(std::string(stored.error().code_text()) + " after " +
                         std::to_string(attempt) + " attempts");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1 << attempt));
  }
}
