// Writes the requests of a load, head by head into the buffer it is given, each signed for itself.
// One thread.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "client/load/bodies.hpp"
#include "client/load/sequence.hpp"
#include "client/load/signatures.hpp"
#include "client/request.hpp"
#include "net/load.hpp"

namespace pail::client::load {

// Where the objects of a load are, as its requests say it.
struct Place {
  std::string host;         // the Host field's value
  std::string host_bucket;  // when the bucket stands in it
  std::string bucket_path;  // percent-encoded
  std::string key_path;     // percent-encoded, up to the digits
  std::string prefix;       // of the keys, as it is
};

// InvalidBucketName and InvalidArgument as of address().
Result<Place> find_place(const net::Origin& endpoint, Addressing addressing, const Plan& plan);

// Prefix and seven digits; more where seven do not do.
void append_key(std::string& out, std::string_view prefix, std::uint64_t object);

class RequestWriter {
 public:
  // All of them outlive it.
  RequestWriter(const Place& place, const Plan& plan, const Bodies& bodies,
                SignatureOptions signing);

  void set_time(wire::Time now) { signatures_.set_time(now); }
  // Any kind but the following two.
  void write(const Step& step, net::LoadRequest& request);
  void write_part(const Step& step, unsigned part, std::string_view upload_id,
                  net::LoadRequest& request);
  // `document` is the body, and outlives the request.
  void write_complete(const Step& step, std::string_view upload_id, std::string_view document,
                      net::LoadRequest& request);

 private:
  using Query = std::span<const Signatures::Parameter>;
  void put_together(std::string_view method, std::string_view path, Query query,
                    net::LoadRequest& request);
  void write_list(const Step& step, net::LoadRequest& request);
  std::string_view path_of(std::uint64_t object);
  std::string_view payload_hash(const net::LoadBody& body);

  const Place& place_;
  const Plan& plan_;
  const Bodies& bodies_;
  bool hashes_payload_;
  Signatures signatures_;
  std::string path_;
  std::string start_after_;
  std::string fields_;
  std::string hash_;
};

}  // namespace pail::client::load
