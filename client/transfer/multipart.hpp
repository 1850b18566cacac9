// One upload in parts: begun or taken up again, its parts in any order, several at once, and its
// end. What files, streams, pushed bytes and copies share.
//
// Refers to the Client. One thread. Spec: shared/spec/semantics.md §9 and §10.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/ops/copies.hpp"
#include "client/ops/multipart.hpp"
#include "client/transfer/part_plan.hpp"
#include "client/transfer/transfer.hpp"

namespace pail::client::transfer {

// InvalidArgument for a size of parts that S3 would refuse, which it does once all are there.
Result<void> check_part_bytes(std::uint64_t asked);

class Multipart {
 public:
  Multipart(Client& s3, Place to, const UploadOptions& options);

  Task<void> begin();
  // Instead of begin(), with what the server has of it.
  Task<std::vector<ops::PartEntry>> take_up(std::string upload_id);
  bool is_begun() const noexcept { return !upload_id_.empty(); }
  const std::string& upload_id() const noexcept { return upload_id_; }

  Task<void> put(Part part, Body& body, Progress progress);
  Task<void> put_copy(Part part, ops::CopySource from);
  // A part that the server has.
  void keep(const ops::PartEntry& part);

  // PreconditionFailed where a condition of options.put does not hold; BadDigest when the server
  // has put together something else.
  Task<Uploaded> complete();
  // What failed, after the upload has been taken off the server; with left_upload_element where it
  // could not be.
  Task<Uploaded> give_up(wire::Error why);

 private:
  struct Done {
    std::string etag;
    std::uint64_t bytes = 0;
    std::optional<ObjectChecksum> checksum;
  };

  Task<void> abort();
  std::optional<ObjectChecksum> checksum_of_parts() const;
  std::vector<ops::CompletedPart> completed_parts() const;

  Client& s3_;
  Place to_;
  wire::ChecksumAlgorithm checksum_;
  NewObject object_;
  std::vector<wire::NamedText> conditions_;
  std::string upload_id_;
  std::map<unsigned, Done> done_;
};

// All of it in one PUT: what needs no parts.
Task<Uploaded> put_whole(Client& s3, const Place& to, Body& body, const UploadOptions& options,
                         Progress progress = {});

}  // namespace pail::client::transfer
