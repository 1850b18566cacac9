#include "client/load/requests.hpp"

#include "signer/v4.hpp"
#include "wire/digest.hpp"
#include "wire/text.hpp"

namespace pail::client::load {
namespace {

std::string hash_of(net::LoadBody body) {
  wire::Sha256 hash;
  while (body.bytes > 0) {
    const std::string_view piece = body.front();
    hash.update(wire::as_bytes(piece));
    body.advance(piece.size());
  }
  return wire::to_hex(hash.finish());
}

}  // namespace

void append_key(std::string& out, std::string_view prefix, std::uint64_t object) {
  out += prefix;
  const std::size_t begin = out.size();
  wire::append_number(out, object);
  const std::size_t written = out.size() - begin;
  if (written < digits) out.insert(begin, digits - written, '0');
}

Result<Place> find_place(const net::Origin& endpoint, Addressing addressing, const Plan& plan) {
  Request object;
  object.method = "GET";
  object.level = Level::object;
  object.bucket = plan.bucket;
  append_key(object.key, plan.prefix, 0);
  Request bucket;
  bucket.method = "GET";
  bucket.level = Level::bucket;
  bucket.bucket = plan.bucket;
  PAIL_TRY(const Draft of_object, address(endpoint, addressing, std::move(object)));
  PAIL_TRY(const Draft of_bucket, address(endpoint, addressing, std::move(bucket)));
  Place place;
  place.host = of_object.header("Host");
  place.host_bucket = of_object.host_bucket;
  place.bucket_path = of_bucket.path;
  place.key_path = of_object.path.substr(0, of_object.path.size() - digits);
  place.prefix = plan.prefix;
  return place;
}

RequestWriter::RequestWriter(const Place& place, const Plan& plan, const Bodies& bodies,
                             SignatureOptions signing)
    : place_(place),
      plan_(plan),
      bodies_(bodies),
      hashes_payload_(signing.key && signing.version == Signature::v4 && !signing.presigned &&
                      !plan.unsigned_payload),
      signatures_(std::move(signing)) {}

std::string_view RequestWriter::path_of(std::uint64_t object) {
  path_.clear();
  append_key(path_, place_.key_path, object);
  return path_;
}

std::string_view RequestWriter::payload_hash(const net::LoadBody& body) {
  if (!hashes_payload_ && plan_.unsigned_payload) return signer::v4::unsigned_payload;
  if (!hashes_payload_ || body.bytes == 0) return signer::v4::empty_payload_sha256;
  hash_ = hash_of(body);
  return hash_;
}

void RequestWriter::put_together(std::string_view method, std::string_view path, Query query,
                                 net::LoadRequest& request) {
  std::string& head = request.head;
  head += method;
  head += ' ';
  fields_.clear();
  signatures_.sign({method, path, query, payload_hash(request.body)}, head, fields_);
  head += " HTTP/1.1\r\nHost: ";
  head += place_.host;
  head += "\r\n";
  head += fields_;
  if (method == "PUT" || method == "POST") {
    head += "Content-Length: ";
    wire::append_number(head, request.body.bytes);
    head += "\r\n";
  }
  head += "\r\n";
}

void RequestWriter::write(const Step& step, net::LoadRequest& request) {
  switch (step.kind) {
    case Kind::put:
      request.body = bodies_.body(step.offset, step.bytes);
      return put_together("PUT", path_of(step.object), {}, request);
    case Kind::head:
      request.is_head = true;
      return put_together("HEAD", path_of(step.object), {}, request);
    case Kind::remove:
      return put_together("DELETE", path_of(step.object), {}, request);
    case Kind::list:
      return write_list(step, request);
    case Kind::create: {
      const Signatures::Parameter uploads[] = {{"uploads", ""}};
      request.wants_answer = true;
      return put_together("POST", path_of(step.object), uploads, request);
    }
    case Kind::get:
    case Kind::part:
    case Kind::complete:
      return put_together("GET", path_of(step.object), {}, request);
  }
}

void RequestWriter::write_list(const Step& step, net::LoadRequest& request) {
  start_after_.clear();
  if (step.object > 0) append_key(start_after_, place_.prefix, step.object - 1);
  const Signatures::Parameter page[] = {{"list-type", "2"},
                                        {"max-keys", "1000"},
                                        {"prefix", place_.prefix},
                                        {"start-after", start_after_}};
  // An empty one says nothing.
  const std::size_t count = step.object > 0 ? 4 : place_.prefix.empty() ? 2 : 3;
  put_together("GET", place_.bucket_path, Query(page).first(count), request);
}

void RequestWriter::write_part(const Step& step, unsigned part, std::string_view upload_id,
                               net::LoadRequest& request) {
  const std::string number = std::to_string(part);
  const Signatures::Parameter which[] = {{"partNumber", number}, {"uploadId", upload_id}};
  request.body = bodies_.body(step.offset, step.bytes);
  request.wants_answer = true;
  put_together("PUT", path_of(step.object), which, request);
}

void RequestWriter::write_complete(const Step& step, std::string_view upload_id,
                                   std::string_view document, net::LoadRequest& request) {
  const Signatures::Parameter which[] = {{"uploadId", upload_id}};
  request.body = {document, 0, document.size()};
  request.wants_answer = true;
  put_together("POST", path_of(step.object), which, request);
}

}  // namespace pail::client::load
