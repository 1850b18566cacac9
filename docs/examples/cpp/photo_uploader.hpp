// The code under test: uploads photos, and does not give up at the first hiccup.
#pragma once

#include <pail/client/blocking.hpp>

#include <stdexcept>
#include <string>

struct Account {
  std::string endpoint;  // "https://s3.eu-west-1.amazonaws.com"
  std::string region;
  std::string access_key;
  std::string secret_key;
};

// What came of an upload that is not to be tried again; what() is S3's error code.
struct UploadFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class PhotoUploader {
 public:
  static constexpr unsigned attempts_max = 5;

  explicit PhotoUploader(const Account& account);

  // The object's ETag.
  std::string upload(const std::string& bucket, const std::string& key, const std::string& photo);

 private:
  pail::client::BlockingClient s3_;
};
