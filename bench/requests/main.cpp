// Signed requests as bytes for a socket, for load generators that cannot sign: each is written to
// standard output behind its length (eight hexadecimal digits), head and body together. They are
// of the default identity unless a file names others, and good for fifteen minutes.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <deque>
#include <fstream>
#include <iostream>
#include <string>

#include "emulator/emulator.hpp"
#include "signer/chunk_encoder.hpp"
#include "signer/v2.hpp"
#include "signer/v4.hpp"
#include "wire/checksum.hpp"
#include "wire/clock.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/query.hpp"

namespace {

using namespace pail;

struct Wanted {
  std::string host;
  std::string form = "v2";
  std::string method = "GET";
  std::string bucket = "bench";
  std::string query;
  std::string identities;
  std::string prefix = "objects/";
  std::size_t keys = 1000;
  std::size_t first = 0;
  std::size_t count = 1000;
  std::size_t per_folder = 0;
  bool shuffled = false;
  std::size_t body_bytes = 0;
  bool spoilt = false;
};

// Not vectors: a Key stays where it was made.
using Keys = std::deque<signer::Key>;

Keys read_keys(const std::string& path) {
  Keys keys;
  if (path.empty()) {
    keys.emplace_back(signer::Credentials(std::string(emulator::default_access_key),
                                          std::string(emulator::default_secret_key)));
    return keys;
  }
  std::ifstream file(path);
  std::string access, secret;
  while (file >> access >> secret) keys.emplace_back(signer::Credentials(access, secret));
  if (keys.empty()) throw CLI::ValidationError("--identities", "no keys in " + path);
  return keys;
}

class Head {
 public:
  Head(std::string_view method, std::string_view target) {
    text_.append(method).append(" ").append(target).append(" HTTP/1.1\r\n");
  }
  void add(const wire::Headers& headers) {
    for (const wire::Header& header : headers) add(header.name, header.value);
  }
  void add(std::string_view name, std::string_view value) {
    text_.append(name).append(": ").append(value).append("\r\n");
  }
  std::string take() { return std::move(text_.append("\r\n")); }

 private:
  std::string text_;
};

// One character of it is another.
std::string spoilt(std::string authorization) {
  char& c = authorization[authorization.size() - 2];
  c = c == 'a' ? 'b' : 'a';
  return authorization;
}

class Writer {
 public:
  Writer(const Wanted& wanted, wire::Time now)
      : wanted_(wanted),
        http_date_(wire::format_http_date(now)),
        iso_date_(wire::format_iso_basic(now)),
        now_(now),
        body_(wanted.body_bytes, 'x'),
        body_sha256_(wire::to_hex(wire::sha256(wire::as_bytes(body_)))),
        body_length_(std::to_string(body_.size())),
        query_(wire::Query::parse(wanted_.query).value()) {}

  std::string request(const signer::Key& key, const std::string& path) const {
    const std::string target = wanted_.query.empty() ? path : path + "?" + wanted_.query;
    if (wanted_.form == "v4-chunked") return chunked(key, path, target);
    return wanted_.form == "v2" ? v2(key, path, target) : v4(key, path, target);
  }

 private:
  signer::Message message(std::string_view path, const wire::Headers& headers) const {
    return {wanted_.method, path, query_, headers, {}};
  }

  std::string v2(const signer::Key& key, const std::string& path, const std::string& target) const {
    wire::Headers headers{{"Host", wanted_.host}, {"Date", http_date_}};
    if (wanted_.method == "PUT") headers.add("Content-Length", body_length_);
    return whole(target, headers, signer::v2::authorization(key, message(path, headers)));
  }

  std::string v4(const signer::Key& key, const std::string& path, const std::string& target) const {
    wire::Headers headers{
        {"Host", wanted_.host}, {"x-amz-date", iso_date_}, {"x-amz-content-sha256", body_sha256_}};
    if (wanted_.method == "PUT") headers.add("Content-Length", body_length_);
    return whole(
        target, headers,
        signer::v4::authorization(key, message(path, headers), emulator::default_region, now_));
  }

  std::string whole(const std::string& target, const wire::Headers& headers,
                    std::string authorization) const {
    Head head(wanted_.method, target);
    head.add(headers);
    head.add("Authorization", wanted_.spoilt ? spoilt(std::move(authorization)) : authorization);
    return head.take() + body_;
  }

  std::string chunked(const signer::Key& key, const std::string& path,
                      const std::string& target) const {
    constexpr auto form = signer::Payload::chunked_unsigned_trailer;
    wire::Checksum checksum(wire::ChecksumAlgorithm::crc32);
    checksum.update(wire::as_bytes(body_));
    const std::string value = checksum.base64();
    const std::string_view name = wire::header_name(wire::ChecksumAlgorithm::crc32);
    const std::vector<signer::TrailerRoom> room{{std::string(name), value.size()}};
    const std::string length = std::to_string(
        signer::encoded_length(form, signer::Algorithm::hmac_sha256, body_.size(), room));
    const wire::Headers headers{{"Host", wanted_.host},
                                {"x-amz-date", iso_date_},
                                {"x-amz-content-sha256", signer::chunked_keyword(form)},
                                {"x-amz-decoded-content-length", body_length_},
                                {"x-amz-trailer", name},
                                {"Content-Encoding", "aws-chunked"},
                                {"Content-Length", length}};
    Head head(wanted_.method, target);
    head.add(headers);
    head.add("Authorization", signer::v4::authorization(key, message(path, headers),
                                                        emulator::default_region, now_));
    signer::ChunkRules rules{.payload = form};
    return head.take() + signer::encode_chunked(rules, body_, {{std::string(name), value}});
  }

  const Wanted& wanted_;
  std::string http_date_, iso_date_;
  wire::Time now_;
  std::string body_, body_sha256_, body_length_;
  wire::Query query_;
};

// Any odd number that is no multiple of 5 meets each of 10^n keys once before it meets one again.
constexpr std::size_t leap = 2'654'435'761;

// PREFIX0000042, or with folders of 100 PREFIX0000000/42: as `pail bench` calls its objects.
std::string key_of(const Wanted& wanted, std::size_t i) {
  const std::size_t number = wanted.first + (wanted.shuffled ? i * leap : i) % wanted.keys;
  const std::size_t folder = wanted.per_folder > 0 ? number / wanted.per_folder : number;
  std::string digits = std::to_string(folder);
  digits.insert(0, digits.size() < 7 ? 7 - digits.size() : 0, '0');
  if (wanted.per_folder > 0) digits += "/" + std::to_string(number % wanted.per_folder);
  return wanted.prefix + digits;
}

void write_all(const Wanted& wanted) {
  const Keys keys = read_keys(wanted.identities);
  const Writer writer(wanted, wire::SystemClock().now());
  for (std::size_t i = 0; i < wanted.count; ++i) {
    std::string path = "/" + wanted.bucket;
    if (wanted.keys > 0) path += "/" + key_of(wanted, i);
    const std::string request = writer.request(keys[i % keys.size()], path);
    std::printf("%08zx", request.size());
    std::fwrite(request.data(), 1, request.size(), stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Wanted wanted;
  CLI::App app("Writes signed requests for a load generator");
  app.add_option("host", wanted.host, "What stands in Host: address and port")->required();
  app.add_option("--form", wanted.form)->check(CLI::IsMember({"v2", "v4", "v4-chunked"}));
  app.add_option("--method", wanted.method);
  app.add_option("--bucket", wanted.bucket);
  app.add_option("--query", wanted.query);
  app.add_option("--keys", wanted.keys, "Different keys; 0: the bucket itself");
  app.add_option("--first", wanted.first, "Number of the first key");
  app.add_option("--prefix", wanted.prefix, "What each key begins with");
  app.add_option("--per-folder", wanted.per_folder, "Keys lie in folders of so many");
  app.add_flag("--shuffled", wanted.shuffled, "Not in the order of their keys");
  app.add_option("--count", wanted.count);
  app.add_option("--identities", wanted.identities,
                 "A file with an access key and its secret in each line; they sign in turn");
  app.add_option("--body-bytes", wanted.body_bytes);
  app.add_flag("--spoilt", wanted.spoilt, "One character of each signature is another");
  CLI11_PARSE(app, argc, argv);
  write_all(wanted);
  return std::fflush(stdout) == 0 ? 0 : 1;
}
