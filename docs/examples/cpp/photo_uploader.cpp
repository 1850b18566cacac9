#include "photo_uploader.hpp"

namespace {

pail::client::Config config_of(const Account& account) {
  pail::client::Config config;
  config.endpoint = pail::net::parse_url(account.endpoint).value().origin;
  config.region = account.region;
  config.credentials.emplace(account.access_key, account.secret_key);
  // Of what may well succeed the next time: busy servers, broken connections.
  config.retry.attempts_max = PhotoUploader::attempts_max;
  return config;
}

}  // namespace

PhotoUploader::PhotoUploader(const Account& account) : s3_(config_of(account)) {}

std::string PhotoUploader::upload(const std::string& bucket, const std::string& key,
                                  const std::string& photo) {
  const auto body = pail::client::text_body(photo);
  const auto stored = s3_.put_object(bucket, key, *body);
  if (!stored) throw UploadFailed(std::string(stored.error().code_text()));
  return stored.value().etag;
}
